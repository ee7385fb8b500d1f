/// A trial's row in the results file, or news about it: where a number is nil, the file keeps what it has.
package struct TrialRecord: Equatable, Sendable {
  /// The trial that the row belongs to.
  package let trial: TrialID
  /// Whether the trial is still to do, under way, or how it ended.
  package var status: TrialStatus
  /// How many times a worker has begun the trial, or may have.
  package var attempts: Int?
  /// The worker that has the trial or had it last.
  package var worker: WorkerID?
  /// Wall-clock seconds of the attempt that closed it.
  package var seconds: Double?
  /// How many trained numbers its net has.
  package var parameterCount: Int?
  /// Why it ended as it did, in words for people, where it is not complete.
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

  /// This record brought up to date by `later`, whose numbers replace this one's where they are not nil.
  ///
  /// - Precondition: Both are of one trial.
  package func followed(by later: TrialRecord) -> TrialRecord {
    precondition(later.trial == trial, "trial \(later.trial) does not follow trial \(trial)")
    return TrialRecord(
      trial, later.status, attempts: later.attempts ?? attempts, worker: later.worker ?? worker,
      seconds: later.seconds ?? seconds, parameterCount: later.parameterCount ?? parameterCount,
      reason: later.reason ?? reason, values: later.values ?? values)
  }
}
