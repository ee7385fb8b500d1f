import Experiment
public import Observables
public import Sweep
import Training

/// Trains the trials of a sweep file.
public struct SweepRunner: TrialRunner {
  private let plan: SweepPlan
  private let quantities: [Quantity]

  /// - Parameter quantities: The sweep's common row.
  public init(_ plan: SweepPlan, quantities: [Quantity]) {
    self.plan = plan
    self.quantities = quantities
  }

  public mutating func run(
    trial: Int, attempt: Int, report: (CheckpointRecord) throws -> Void,
    heartbeat: (_ step: Int) throws -> Void
  ) throws -> TrialOutcome {
    let design = try SweepDesign.design(plan, trial: trial)
    let map = RowMap(design.quantities, in: quantities)
    let ending = try design.run(eachStep: heartbeat) { observation in
      try report(
        CheckpointRecord(
          checkpoint: observation.checkpoint, step: observation.step,
          values: map.row(observation.values)))
    }
    switch ending {
    case .complete: return .complete(steps: design.training.steps)
    case .diverged(let step):
      return .diverged(steps: step, reason: "the loss was not finite at step \(step)")
    }
  }
}
