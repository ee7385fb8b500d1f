public import Sweep

/// What is new about a trial; nil leaves what the file holds.
public struct TrialUpdate: Equatable, Sendable {
  public var status: TrialStatus
  /// How often it was handed out.
  public var attempts: Int?
  /// The rank that trained it.
  public var worker: Int?
  /// Wall-clock time of the attempt that finished it.
  public var seconds: Double?
  /// Trained numbers of its net.
  public var parameterCount: Int?
  /// Why it failed, where it did.
  public var reason: String?
  /// The numbers of the layout's `trialQuantities`, in their order.
  public var values: [Double]?

  public init(
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
