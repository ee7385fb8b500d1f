/// Where a trial stands, as the results file keeps it. What is nil stays as the file has it.
package struct TrialRecord: Equatable, Sendable {
  package let trial: TrialID
  package var status: TrialStatus
  /// How many times a worker began it, or may have.
  package var attempts: Int?
  /// The worker that has it or had it last.
  package var worker: WorkerID?
  /// Wall-clock time of the attempt that closed it.
  package var seconds: Double?
  /// Trained numbers of its net.
  package var parameterCount: Int?
  /// Why it ended as it did, where it is not complete.
  package var reason: String?
  /// The numbers of the layout's `trialQuantities`, in their order.
  package var values: [Double]?

  package init(
    _ trial: TrialID, _ status: TrialStatus, attempts: Int? = nil, worker: WorkerID? = nil,
    seconds: Double? = nil, parameterCount: Int? = nil, reason: String? = nil,
    values: [Double]? = nil
  ) {
    self.trial = trial
    self.status = status
    self.attempts = attempts
    self.worker = worker
    self.seconds = seconds
    self.parameterCount = parameterCount
    self.reason = reason
    self.values = values
  }

  /// What is known once `later` has come too.
  package func followed(by later: TrialRecord) -> TrialRecord {
    precondition(later.trial == trial, "trial \(later.trial) does not follow trial \(trial)")
    return TrialRecord(
      trial, later.status, attempts: later.attempts ?? attempts, worker: later.worker ?? worker,
      seconds: later.seconds ?? seconds, parameterCount: later.parameterCount ?? parameterCount,
      reason: later.reason ?? reason, values: later.values ?? values)
  }
}
