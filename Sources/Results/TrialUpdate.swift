package import Records

/// What is new about a trial; nil leaves what the file holds.
package struct TrialUpdate: Equatable, Sendable {
  package var status: TrialStatus
  /// How often it was handed out.
  package var attempts: Int?
  /// The rank that trained it.
  package var worker: Int?
  /// Wall-clock time of the attempt that finished it.
  package var seconds: Double?
  /// Trained numbers of its net.
  package var parameterCount: Int?
  /// Why it failed, where it did.
  package var reason: String?
  /// The numbers of the layout's `trialQuantities`, in their order.
  package var values: [Double]?

  package init(
    _ status: TrialStatus, attempts: Int? = nil, worker: Int? = nil, seconds: Double? = nil,
    parameterCount: Int? = nil, reason: String? = nil, values: [Double]? = nil
  ) {
    self.status = status
    self.attempts = attempts
    self.worker = worker
    self.seconds = seconds
    self.parameterCount = parameterCount
    self.reason = reason
    self.values = values
  }

  /// What is new after `later` as well.
  func followed(by later: TrialUpdate) -> TrialUpdate {
    TrialUpdate(
      later.status, attempts: later.attempts ?? attempts, worker: later.worker ?? worker,
      seconds: later.seconds ?? seconds, parameterCount: later.parameterCount ?? parameterCount,
      reason: later.reason ?? reason, values: later.values ?? values)
  }
}
