import DataSets
import Experiment
import ForeignModels
import Foundation
import Listings
import Orchestration
import Records
import Results
import Schema
import SweepFiles
import Tasks
import Wording

/// A net that a trial has kept in a results file.
struct ExtractedNet {
  let trial: TrialID
  /// The training steps after which it was this net.
  let step: Int
  let seed: UInt64
  /// The kind of cell; nil where PyTorch has no such cell.
  let cell: RecurrentModel.Cell?
  /// How the spectrum beside the net was estimated; nil where there is none that can be estimated again.
  let spectrum: RecordedSpectrum?
  private let plan: SweepPlan
  private let values: [KeptValues]
  private let path: String

  /// Finds the net of a trial.
  ///
  /// - Parameter checkpoint: The number of its checkpoint; the last one where nil.
  /// - Throws: `InspectionError` where there is no such trial or checkpoint, or no net of it; `ResultsError` or
  ///   `SweepError` where the file cannot be read.
  init(_ trial: Int, at checkpoint: Int?, in reader: borrowing ResultsReader) throws {
    path = reader.path
    let status = try reader.statuses()
    guard status.indices.contains(trial) else {
      throw InspectionError.noTrial(trial, path: path, count: reader.trialCount)
    }
    self.trial = TrialID(trial)
    plan = try SweepPlan(
      text: reader.header.sweep, file: path, schema: ExperimentSchema.section)
    guard trial < plan.trialCount else {
      throw InspectionError.noNet(trial, path: path, reason: "its sweep has no such trial")
    }
    let steps = try reader.integers(of: "step", trials: trial..<trial + 1)
    let recorded = steps.prefix { $0 >= 0 }.count
    values = try Self.values(
      trial, at: checkpoint, of: recorded, isComplete: status[trial] == .complete, reader)
    guard !values.isEmpty else {
      throw InspectionError.notReached(trial, path: path, status: status[trial])
    }
    step = steps[checkpoint ?? recorded - 1]
    let configuration = plan.configuration(of: trial)
    seed = configuration.seed
    let net = KeptNet(configuration.settings)
    cell = net.pyTorchName.flatMap(RecurrentModel.Cell.init)
    spectrum = net.spectrum
  }

  /// What the trial keeps at the checkpoint; nothing where that is to come.
  private static func values(
    _ trial: Int, at checkpoint: Int?, of recorded: Int, isComplete: Bool,
    _ reader: borrowing ResultsReader
  ) throws -> [KeptValues] {
    let path = reader.path
    if let checkpoint, !(0..<recorded).contains(checkpoint) {
      throw InspectionError.noCheckpoint(
        checkpoint, trial: trial, path: path, recorded: recorded)
    }
    let place = checkpoint ?? recorded - 1
    let isLast = isComplete && place == recorded - 1
    guard let found = try reader.kept(of: TrialID(trial), checkpoint: max(0, place), isLast: isLast)
    else { throw InspectionError.notKept(trial, path: path) }
    let net = found.filter { !$0.name.hasPrefix(KeptNet.statesPrefix) }
    guard net.contains(where: { !$0.name.hasPrefix(KeptNet.readoutPrefix) }) else {
      if isLast { throw InspectionError.notKept(trial, path: path) }
      if isComplete { throw InspectionError.notKeptThere(place, trial: trial, path: path) }
      return []
    }
    return recorded > 0 ? net : []
  }

  private var precision: KeptNumbers.Precision { values[0].numbers.precision }

  /// What it is, in a line for people.
  var summary: String {
    "the net of trial \(trial) after \(step) steps, \(cell?.rawValue ?? "under its own names"), "
      + precision.rawValue
  }

  /// Writes the net: under the names of PyTorch's `state_dict` where PyTorch has its cell, else under those that it has
  /// in the results file.
  ///
  /// - Throws: `NewArrayFileError`, or `InspectionError.noNet` where another program has changed the arrays.
  func write(to file: NewArrayFile) throws {
    switch precision {
    case .float32: try write(arrays { if case .float32(let n) = $0 { n } else { nil } }, to: file)
    case .float64: try write(arrays { if case .float64(let n) = $0 { n } else { nil } }, to: file)
    }
  }

  private func arrays<Number: StoredNumber>(
    _ numbers: (KeptNumbers) -> [Number]?
  ) throws -> [NewArray<Number>] {
    try values.map { value in
      guard NewArray<Number>.isName(value.name), let numbers = numbers(value.numbers) else {
        throw InspectionError.noNet(
          trial.number, path: path,
          reason: "\(value.name) is of another name or type than dynsweep gives")
      }
      return NewArray(value.name, shape: value.shape, numbers)
    }
  }

  private func write<Number: StoredNumber>(
    _ kept: [NewArray<Number>], to file: NewArrayFile
  ) throws {
    let arrays = cell?.stateDict(of: kept) ?? kept
    guard Set(arrays.map(\.name)).count == arrays.count else {
      throw InspectionError.noNet(trial.number, path: path, reason: "two arrays of one name")
    }
    try file.write(arrays, facts: cell.map { ["cell": $0.rawValue] } ?? [:])
  }

  /// Writes the inputs that drove the recorded spectrum, as the array `inputs` [trajectories, time, features].
  ///
  /// - Throws: `NewArrayFileError`, `InspectionError.noSpectrum`, or `SweepError` where the task's data is missing.
  func writeInputs(to file: NewArrayFile) throws {
    guard let spectrum, let trial = try SweepProfile.trial(trial, of: plan) as? NetworkTrial else {
      throw InspectionError.noSpectrum(path: path)
    }
    let shape = [
      spectrum.trajectories, spectrum.warmup + spectrum.steps, trial.task.inputSize,
    ]
    switch precision {
    case .float32:
      let numbers = trial.inputs(of: spectrum, as: Float.self)
      try file.write([NewArray("inputs", shape: shape, numbers)])
    case .float64:
      let numbers = trial.inputs(of: spectrum, as: Double.self)
      try file.write([NewArray("inputs", shape: shape, numbers)])
    }
  }

  /// The command that estimates the recorded spectrum again from the two files.
  func command(net: String, inputs: String) -> String? {
    guard let cell, let spectrum else { return nil }
    var words = ["dynsweep", "spectrum", net.shellWord]
    if net.hasSuffix(".npz") { words += ["--cell", cell.rawValue] }
    words += ["--inputs", inputs.shellWord, "--warmup", "\(spectrum.warmup)", "--seed", "\(seed)"]
    words += ["--precision", precision.rawValue]
    words += spectrum.exponents.map { ["--exponents", "\($0)"] } ?? []
    words += spectrum.interval.map { ["--interval", "\($0)"] } ?? []
    return words.joined(separator: " ")
  }
}
