package import Sweep

/// What a trial's observables were at one checkpoint.
package struct CheckpointRecord: Equatable, Sendable {
  /// Counted from 0 within the trial.
  package let checkpoint: Int
  /// The training step at which they were taken.
  package let step: Int
  /// The quantities' numbers, in the order of the trial's layout.
  package let values: [Double]

  package init(checkpoint: Int, step: Int, values: [Double]) {
    self.checkpoint = checkpoint
    self.step = step
    self.values = values
  }
}

/// How a trial ended.
package struct TrialOutcome: Equatable, Sendable {
  package let status: TrialStatus
  /// Training steps taken.
  package let steps: Int
  /// Why, in words; empty where it is complete.
  package let reason: String

  package static func complete(steps: Int) -> TrialOutcome {
    TrialOutcome(status: .complete, steps: steps, reason: "")
  }

  package static func diverged(steps: Int, reason: String) -> TrialOutcome {
    TrialOutcome(status: .diverged, steps: steps, reason: reason)
  }

  package static func pruned(steps: Int, reason: String) -> TrialOutcome {
    TrialOutcome(status: .pruned, steps: steps, reason: reason)
  }

  package static func failed(steps: Int = 0, reason: String) -> TrialOutcome {
    TrialOutcome(status: .failed, steps: steps, reason: reason)
  }
}

/// Trains a trial. The observables must depend on the trial alone: not on the worker, the attempt or the order.
package protocol TrialRunner {
  /// - Parameters:
  ///   - attempt: Counted from 1.
  ///   - report: Takes the record of a checkpoint.
  ///   - heartbeat: To be called at every training step, with its number; costs some tens of nanoseconds.
  /// - Returns: How the trial ended; divergence is an outcome.
  /// - Throws: What `report` and `heartbeat` throw, unchanged: then the trial is to be left. Any other error makes the
  ///   trial failed, with the error's text as the reason.
  mutating func run(
    trial: Int, attempt: Int, report: (CheckpointRecord) throws -> Void,
    heartbeat: (_ step: Int) throws -> Void
  ) throws -> TrialOutcome
}
