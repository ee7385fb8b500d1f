import Records
import Results
import Runs
import Schema
import SweepFiles
import Wording

/// The paragraph on methods: what was trained, from which random numbers, on what, and what came of it. Of what the
/// file does not tell nothing is said.
struct MethodsParagraph {
  private let sweep: RecordedSweep
  private var plan: SweepPlan { sweep.plan }

  init(_ sweep: RecordedSweep) { self.sweep = sweep }

  var text: String {
    [size, variation, randomness, precision, outcome, checkpoints, hardware, time, software]
      .compactMap(\.self).joined(separator: " ")
  }

  private var size: String {
    let trials = counted(plan.trialCount, "trial")
    let name = markdown(plan.name)
    guard plan.replicates > 1 else {
      return plan.trialCount == 1
        ? "The sweep *\(name)* has 1 trial."
        : "The sweep *\(name)* has \(trials), each of another configuration."
    }
    return
      "The sweep *\(name)* has \(trials): \(counted(plan.configurationCount, "configuration")), "
      + "\(plan.configurationCount == 1 ? "with" : "each with") \(plan.replicates) replicates."
  }

  private var variation: String {
    guard !plan.axes.isEmpty else { return "No setting varies." }
    let axes = plan.axes.map { "`\($0.path)` (\(AxisText(plan, $0).brief))" }
    return "It varies \(listed(axes))."
  }

  private var randomness: String {
    let seeds = sweep.seeds.map(String.init)
    guard plan.replicates > 1 else {
      return "All random numbers come from the seed \(seeds.first ?? "\(plan.seed)")."
    }
    let told = seeds.count <= 8 ? ": \(listed(seeds))" : ", which the file lists"
    return
      "Each replicate has a seed of its own\(told); it draws the same random numbers in every configuration."
  }

  /// Nothing where the setting is an axis, where no net is trained, or where another version chose it.
  private var precision: String? {
    guard let precision = sweep.precision else { return nil }
    return "Training computes in \(precision == "float32" ? "single" : "double") precision."
  }

  private var outcome: String {
    let found = sweep.statusCounts
    if sweep.trialCount > 1, sweep.count(.pending) == sweep.trialCount {
      return "No trial has begun."
    }
    guard found.count > 1 else {
      return found.map { "\(all) \($0.status.predicate(of: $0.count))." }.joined()
    }
    let parts = found.map { "\($0.count) \($0.status.predicate(of: $0.count))" }
    return "Of the \(sweep.trialCount) trials, \(listed(parts))."
  }

  private var all: String {
    switch sweep.trialCount {
    case 1: "The trial"
    case 2: "Both trials"
    default: "All \(sweep.trialCount) trials"
    }
  }

  private var checkpoints: String {
    let (count, most) = (sweep.quantities.count, sweep.header.checkpointCount)
    return
      "Of \(sweep.trialCount == 1 ? "the" : "each") trial \(counted(count, "quantity", "quantities")) "
      + "\(count == 1 ? "was" : "were") recorded, at \(most == 1 ? "1 checkpoint" : "up to \(most) checkpoints")."
  }

  private var hardware: String? {
    let processors = sweep.machines.map { markdown($0.processor.model) }.uniqued
    guard !processors.isEmpty else { return nil }
    let kernels = sweep.machines.map {
      "the \(markdown($0.blas.kernel)) kernel of \($0.blas.library)"
    }.uniqued
    return "\(training) on \(listed(processors)), with \(listed(kernels)) for linear algebra."
  }

  /// Subject and verb of the sentence on hardware.
  private var training: String {
    let trials = sweep.trialCount == 1 ? "The trial was" : "The trials were"
    if sweep.workers == [0] { return "\(trials) trained in one process" }
    guard !sweep.workers.isEmpty else { return "The sweep ran" }
    return "\(trials) trained by \(counted(sweep.workers.count, "worker"))"
  }

  private var time: String? {
    guard !sweep.seconds.isEmpty else { return nil }
    let total = NumberFormat.duration(sweep.seconds.reduce(0, +))
    guard sweep.seconds.count > 1 else {
      let which = sweep.trialCount == 1 ? "the trial" : "the one trial that was timed"
      return "The last attempt at \(which) took \(total)."
    }
    let which =
      sweep.seconds.count == sweep.trialCount
      ? "all trials" : "the \(sweep.seconds.count) trials that were timed"
    return "The last attempts at \(which) took \(total) together."
  }

  private var software: String {
    let programs = sweep.programs.map(markdown)
    return "The results were recorded by \(listed(programs)), from \(sweep.begin) on."
  }
}

extension TrialStatus {
  /// What is said of `count` trials that stand so: `are complete`.
  fileprivate func predicate(of count: Int) -> String {
    let isOne = count == 1
    return switch self {
    case .complete: isOne ? "is complete" : "are complete"
    case .diverged: isOne ? "has diverged" : "have diverged"
    case .failed: isOne ? "has failed" : "have failed"
    case .pruned: isOne ? "was ended early by a rule" : "were ended early by a rule"
    case .running: isOne ? "is unfinished" : "are unfinished"
    case .pending: isOne ? "has not begun" : "have not begun"
    }
  }
}
