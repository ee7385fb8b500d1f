package import Experiment
import LinearAlgebra
package import Records
import Results
import Schema
package import SweepFiles

/// A sweep's trials as experiments: what they record together, and what each costs.
///
/// Trials that differ in nothing that could change either are of one kind, which is set up once: a learning rate makes
/// no kinds, nor does a real-valued axis of many values (it is taken at its first). Of a kind only numbers are kept,
/// so that a million of them are no burden.
package struct SweepProfile: Sendable {
  private static let manyValues = 64
  /// Floating-point operations of a trial: millions of years.
  private static let mostOperations = 1e25

  package let plan: SweepPlan
  /// The kind of each configuration.
  private let kinds: [Int32]
  private var kindFlops: [Double] = []
  private var kindParameterCounts: [Int] = []
  /// What a row of the results file holds, in order: every kind's quantities, each as large as its largest.
  package let quantities: [Quantity]
  /// Bytes that a worker needs for the trial that needs most.
  package private(set) var memory = 0.0
  /// For how long a worker may say nothing, in seconds: that of the trial where it is longest.
  package private(set) var longestSilence = 0.0
  /// Rows that a trial may have.
  package private(set) var checkpointCount = 0

  /// - Throws: `SweepError` at the setting that keeps a trial from being set up: missing data, or settings that do not
  ///   go together.
  package init(_ plan: SweepPlan) throws(SweepError) {
    self.plan = plan
    let classes = plan.classes(by: plan.axes.indices.filter { Self.makesKinds(plan.axes[$0]) })
    kinds = classes.numbers
    var row = RowLayout()
    for id in classes.firsts.map({ TrialID($0) }) {
      let trial = try Self.trial(id, of: plan)
      guard trial.flops < Self.mostOperations else {
        throw plan.mistake(
          "trial \(id) would take for ever", expected: "fewer or larger steps",
          at: "training.steps")
      }
      row.add(trial.quantities)
      kindFlops.append(trial.flops)
      kindParameterCounts.append(trial.parameterCount)
      memory = max(memory, trial.memory)
      longestSilence = max(longestSilence, trial.longestSilence)
      checkpointCount = max(checkpointCount, trial.checkpointCount)
    }
    quantities = row.quantities
  }

  private static func makesKinds(_ axis: SweepFiles.Axis) -> Bool {
    if axis.path == "training.learning_rate" { return false }
    return axis.values.count <= manyValues || !axis.values.contains { $0.isReal }
  }

  /// A trial made from its configuration.
  package static func trial(_ id: TrialID, of plan: SweepPlan) throws(SweepError) -> any Trial {
    let configuration = plan.configuration(of: id.number)
    do {
      return try ExperimentSchema.trial(configuration.settings, seed: configuration.seed)
    } catch {
      throw plan.mistake("\(error)", expected: nil, at: error.path)
    }
  }

  /// Sets up a trial of each text that the task's settings hold: another data set may be missing on this host.
  ///
  /// - Throws: `SweepError` as `init` does.
  static func checkData(of plan: SweepPlan) throws(SweepError) {
    let axes = plan.axes.indices.filter { index in
      plan.axes[index].path.hasPrefix("task.")
        && plan.axes[index].values.contains { if case .text = $0 { true } else { false } }
    }
    for id in plan.classes(by: axes).firsts { _ = try trial(TrialID(id), of: plan) }
  }

  /// What the results file calls each axis, in the plan's order.
  package var axisNames: [String] {
    ResultsLayout.axisNames(paths: plan.axes.map(\.path), besides: quantities)
  }

  private func kind(of trial: TrialID) -> Int { Int(kinds[trial.number % plan.configurationCount]) }

  /// Trained numbers of a trial.
  package func parameterCount(of trial: TrialID) -> Int { kindParameterCounts[kind(of: trial)] }

  /// Each trial's floating-point operations.
  package var flops: [Double] { (0..<plan.trialCount).map { kindFlops[kind(of: TrialID($0))] } }

  /// Where each quantity lies in a row.
  package var row: [RowField] {
    quantities.map { RowField(name: $0.name, sizes: $0.dimensions.map(\.size)) }
  }

  /// Numbers in a row.
  package var rowWidth: Int { quantities.reduce(0) { $0 + $1.count } }

  /// Bytes of a trial's rows.
  package var bytesPerTrial: Double { countProduct(checkpointCount, rowWidth + 1, 8) }
}

extension SettingValue {
  fileprivate var isReal: Bool { if case .real = self { true } else { false } }
}
