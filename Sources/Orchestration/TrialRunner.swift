package import Records

/// Trains a trial. Its observables depend on the trial alone, not on the worker, the attempt or the order.
package protocol TrialRunner {
  /// Trains a trial from its beginning, or from a snapshot.
  ///
  /// - Parameters:
  ///   - report: Takes the record of a checkpoint.
  ///   - heartbeat: Is called at every training step, with the step's number; it costs some tens of nanoseconds.
  /// - Returns: How the trial ended; divergence is an outcome.
  /// - Throws: What `report` and `heartbeat` throw, unchanged: then the trial is left. Any other error makes the trial
  ///   failed, with the error's text as the reason.
  mutating func run(
    trial: TrialID, attempt: Attempt, report: (CheckpointRecord) throws -> Void,
    heartbeat: (_ step: Int) throws -> Void
  ) throws -> TrialOutcome
}
