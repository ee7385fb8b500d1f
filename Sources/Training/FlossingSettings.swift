import Layers
import LinearAlgebra
package import Networks
import Records
import Schema
package import Tasks

/// Gradient flossing (Engelken 2023, arXiv:2312.17306): before training, and again at chosen steps of it, a net's
/// weights are moved so that its first Lyapunov exponents become zero, which lets gradients reach far back.
///
/// Each phase of flossing is a fixed number of updates. A trial counts the updates of training and of flossing
/// together.
package struct FlossingSettings: Hashable, Sendable {
  /// The number of exponents that are moved to zero, k.
  package let exponents: Int
  /// Time steps of the window that each update looks at.
  package let window: Int
  /// Time steps at the window's beginning in which state and frame settle; they do not count.
  package let discarded: Int
  /// The number of updates of each phase.
  package let updates: Int
  /// The number of training updates made before each phase, ascending.
  package let phaseStarts: [Int]
  /// The constant learning rate of the Adam optimiser that flossing uses.
  package let learningRate: Double
  /// Input sequences that each update looks at.
  package let sequences: Int

  static let section = Section([
    .integer("exponents", 8, "exponents moved to zero, the first ones; 0: no flossing"),
    .integer("window", 55, in: 1...1_000_000, "time steps that each update looks at"),
    .integer("discarded", 16, "the first of these, in which state and tangents settle uncounted"),
    .integer("updates", 200, in: 1...1_000_000_000, "updates of a phase of flossing"),
    Entry(
      "at", .list(.integer(), default: [.integer(0)]),
      "updates of training made before each phase; 0 is before training"),
    .real("learning_rate", 1e-3, in: .nonnegative, "of flossing's own Adam"),
    .integer("sequences", 1, in: 1...1_000_000, "input sequences that each update looks at"),
  ])

  /// - Parameters:
  ///   - settings: The decoded section.
  ///   - steps: The number of training updates; phases that would come after them are left out.
  /// - Returns: Nil where the settings ask for no exponents.
  init?(_ settings: Settings, steps: Int) {
    exponents = settings.integer("exponents")
    guard exponents > 0 else { return nil }
    window = settings.integer("window")
    discarded = settings.integer("discarded")
    updates = settings.integer("updates")
    let phaseStarts = settings.list("at").compactMap { value in
      if case .integer(let moment) = value { moment } else { nil }
    }
    self.phaseStarts = Set(phaseStarts.filter { $0 <= steps }).sorted()
    learningRate = settings.real("learning_rate")
    sequences = settings.integer("sequences")
  }

  /// The trial's updates that phase `number`, counted from 0, makes.
  func phase(_ number: Int) -> Range<Int> {
    let start = phaseStarts[number] + number * updates
    return start..<start + updates
  }

  /// The phase that makes update `update` of the trial; nil where it is an update of training.
  func phase(making update: Int) -> Int? {
    phaseStarts.indices.first { phase($0).contains(update) }
  }

  /// The number of flossing updates among the trial's first `update` updates.
  func count(before update: Int) -> Int {
    phaseStarts.indices.reduce(0) { count, number in
      count + phase(number).clamped(to: 0..<max(update, 0)).count
    }
  }

  /// Checks that these settings fit a net and a task.
  ///
  /// - Throws: `FlossingError.needsRecurrence` for a net without a cell, `.needsStatesAlone` for a cell with attention,
  ///   `.unsuitable` for a setting that exceeds the net's states, the sequences' length or the batch.
  package func check(_ network: any Network, _ task: any LearningTask) throws(FlossingError) {
    guard let cell = network.cell else { throw .needsRecurrence }
    guard !cell.looksBack else { throw .needsStatesAlone }
    let units = cell.stateSizes.reduce(0, +)
    func check(
      _ setting: String, _ found: Int, _ limit: Int, _ what: String
    ) throws(FlossingError) {
      guard found <= limit else {
        throw .unsuitable(setting: setting, found: found, expected: "at most \(limit), \(what)")
      }
    }
    try check("exponents", exponents, units, "one for each of the net's states")
    try check("window", window, task.length, "the steps of the task's sequences")
    try check("discarded", discarded, window - 1, "so that a step of the window is left")
    try check("sequences", sequences, task.batchSize, "the task's batch")
  }
}

/// Why a net cannot be flossed.
package enum FlossingError: Error, Hashable, CustomStringConvertible {
  case needsRecurrence
  /// The net's next states depend on its whole past, and not on its present states and input alone.
  case needsStatesAlone
  case unsuitable(setting: String, found: Int, expected: String)

  /// The setting at fault, as a path of the sweep file.
  package var path: String {
    switch self {
    case .needsRecurrence, .needsStatesAlone: "training.flossing"
    case .unsuitable(let setting, _, _): "training.flossing.\(setting)"
    }
  }

  package var description: String {
    switch self {
    case .needsRecurrence:
      "training.flossing needs a recurrent net; leave it out or choose another model.cell"
    case .needsStatesAlone:
      "training.flossing follows a net's states from step to step, which with attention its whole past belongs to; "
        + "leave it out or choose model.attention: none"
    case .unsuitable(_, let found, let expected):
      "\(path): found \(found), expected \(expected)"
    }
  }
}

extension FlossingSettings {
  /// A rough count of the floating-point operations of all phases: pushing tangents forward and orthonormalising them,
  /// and the backward pass through both.
  package func flops(of network: any Network) -> Double {
    let n = Double(network.cell?.stateSizes.reduce(0, +) ?? 0)
    let k = Double(exponents)
    let step = Double(sequences) * (6 * n * n * k + 30 * n * k * k)
    return countProduct(phaseStarts.count, updates, window) * step
  }
}

extension TrainingSettings {
  /// The number of updates of the whole trial, those of training, of its phases and of flossing.
  package var updates: Int {
    phases.reduce(steps) { $0 + $1.steps }
      + (flossing.map { $0.phaseStarts.count * $0.updates } ?? 0)
  }

  /// The updates before which observables are taken, ascending: the schedule's and the window's, both ends of each
  /// flossing phase, and of each phase of training the last update and the end, where the next has begun.
  package var checkpointSteps: [Int] {
    let scheduled = checkpoints.steps(upTo: updates) + (window?.steps(upTo: updates) ?? [])
    guard flossing != nil || window != nil || !phases.isEmpty else { return scheduled }
    let flossed = flossing.map { flossing in
      flossing.phaseStarts.indices.map { flossing.phase($0) }
    }
    let bounds =
      (flossed ?? []).flatMap { [$0.lowerBound, $0.upperBound] }
      + stretches.dropLast().flatMap { [$0.upperBound - 1, $0.upperBound] }
    return Set(scheduled + bounds).sorted()
  }

  /// The number of state vectors that training keeps, each as long as the trained parameters: the optimiser's and
  /// flossing's.
  package var stateCount: Int {
    optimizer.stateCount + (flossing == nil ? 0 : FlossingSettings.stateCount)
  }

  /// The number of all numbers that training keeps beside the parameters: the state vectors, for orthogonal steps the
  /// covariances of earlier tasks, and last what tells how near training is to its goal.
  package func stateSize(of network: any Network) -> Int {
    stateCount * network.layout.trainedCount
      + (orthogonal == nil ? 0 : PlainRecurrentPlaces(network)?.count ?? 0)
      + (goal == nil ? 0 : TrainingGoal<Double>.stateSize)
  }
}
