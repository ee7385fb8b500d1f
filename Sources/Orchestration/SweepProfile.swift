package import Experiment
import LinearAlgebra
package import Records
import Results
import Rules
import Schema
package import Snapshots
package import SweepFiles

/// A sweep's trials as experiments: what they record together, and what each costs.
///
/// Trials are of one kind if they differ in nothing that could change either; each kind is set up once. A learning rate
/// makes no kinds, nor does a program's parameter, nor a continuous axis (`Axis.isContinuous`), which is taken at its
/// first value. Only numbers are kept of a kind, so that a million kinds need little memory.
package struct SweepProfile: Sendable {
  /// More floating-point operations than a trial may have; they would take millions of years.
  private static let mostOperations = 1e25

  /// The sweep that is profiled.
  package let plan: SweepPlan
  /// The kind of each configuration, as an index into the lists below.
  private let kinds: [Int32]
  private var kindFlops: [Double] = []
  private var kindParameterCounts: [Int] = []
  private var forms = KeptForms()
  // Of a sweep with a rule: the training steps of the checkpoints, and the checkpoints of the rungs.
  private(set) var kindSteps: [[Int]] = []
  private(set) var kindRungs: [[Int]] = []
  /// What a row of the results file holds, in order: every kind's quantities, each as large as the largest kind's.
  package let quantities: [Quantity]
  /// Bytes that a worker needs for the trial that needs most.
  package private(set) var memory = 0.0
  /// The longest time for which a worker may send nothing, in seconds: that of the trial where it is longest.
  package private(set) var longestSilence = 0.0
  /// Checkpoints, hence rows, of the trial that has most.
  package private(set) var checkpointCount = 0
  /// The last step of the trial that makes most; 0 where no nets are trained.
  package private(set) var lastStep = 0
  /// The keys of observables whose numbers depend on which checkpoints came before.
  package private(set) var remembering: Set<String> = []

  /// - Throws: `SweepError` at the setting that keeps a trial from being set up: missing data, settings that do not go
  ///   together, or a cost beyond all reason.
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
      if let bytes = trial.kept?.byteCount, bytes > KeptForms.mostBytes {
        throw plan.mistake(
          "\(bytes) bytes would be kept of trial \(id) at a checkpoint",
          expected: "at most \(KeptForms.mostBytes): smaller nets, or nothing kept", at: "keep")
      }
      forms.add(trial.kept)
      memory = max(memory, trial.memory)
      longestSilence = max(longestSilence, trial.longestSilence)
      checkpointCount = max(checkpointCount, trial.checkpointCount)
      if let trial = trial as? NetworkTrial {
        lastStep = max(lastStep, trial.checkpointSteps.last ?? 0)
        remembering.formUnion(trial.remembering)
      }
      if let rule = plan.rule {
        try Self.check(rule, on: trial, of: plan)
        kindSteps.append(trial.checkpointSteps)
        do { kindRungs.append(try rule.checkpoints(steps: trial.checkpointSteps)) } catch {
          throw plan.mistake("\(error)", expected: nil, at: "rule.\(rule.name)")
        }
      }
    }
    quantities = row.quantities
    try checkRuleNames()
  }

  private static func makesKinds(_ axis: SweepFiles.Axis) -> Bool {
    if axis.path == "training.learning_rate" || axis.path.hasPrefix("parameters.") { return false }
    return !axis.isContinuous
  }

  /// Makes a trial from its configuration.
  ///
  /// - Throws: `SweepError` at the setting that keeps it from being set up.
  package static func trial(_ id: TrialID, of plan: SweepPlan) throws(SweepError) -> any Trial {
    let configuration = plan.configuration(of: id.number)
    do {
      return try ExperimentSchema.trial(configuration.settings, seed: configuration.seed)
    } catch {
      throw plan.mistake("\(error)", expected: nil, at: error.path)
    }
  }

  /// Sets up a trial for each combination of texts in the task's settings, or of a program's commands, since a data set
  /// or a program may be missing on this host.
  ///
  /// - Throws: `SweepError` as `init` does.
  static func checkData(of plan: SweepPlan) throws(SweepError) {
    let axes = plan.axes.indices.filter { index in
      let axis = plan.axes[index]
      return axis.path == "program.command"
        || axis.path.hasPrefix("task.")
          && axis.values.contains { if case .text = $0 { true } else { false } }
    }
    for id in plan.classes(by: axes).firsts { _ = try trial(TrialID(id), of: plan) }
  }

  /// What the results file calls each axis, in the plan's order.
  package var axisNames: [String] {
    ResultsLayout.axisNames(paths: plan.axes.map(\.path), besides: quantities)
  }

  func kind(of trial: TrialID) -> Int { Int(kinds[trial.number % plan.configurationCount]) }

  /// How many trained numbers a trial has.
  package func parameterCount(of trial: TrialID) -> Int { kindParameterCounts[kind(of: trial)] }

  /// The trials that keep something, those of one form together.
  package var kept: [KeptGroup] { forms.groups(trials: plan.trialCount, kind: kind(of:)) }

  /// The estimated floating-point operations of each trial.
  package var flops: [Double] { (0..<plan.trialCount).map { kindFlops[kind(of: TrialID($0))] } }

  /// Where each quantity lies in a row, in the order of `quantities`.
  package var row: [RowField] {
    quantities.map { RowField(name: $0.name, sizes: $0.dimensions.map(\.size)) }
  }

  /// How many numbers a row has.
  package var rowWidth: Int { quantities.reduce(0) { $0 + $1.count } }

  /// Bytes of the rows of one trial: for each checkpoint, `rowWidth` + 1 numbers of 8 bytes.
  package var bytesPerTrial: Double { countProduct(checkpointCount, rowWidth + 1, 8) }

  /// Bytes of what all trials keep beside their rows.
  package var keptBytes: Double {
    kept.reduce(0) { sum, group in
      let numbers = group.form.arrays.reduce(0) {
        $0 + Double($1.count) * ($1.isAlways ? Double(checkpointCount) : 1)
      }
      return sum + numbers * Double(group.form.precision.size * group.trials.count)
    }
  }
}
