public import Sweep

/// What is to be run, and how patiently.
public struct SweepOrder: Sendable {
  /// The sweep, in whatever form the runner's maker reads; it reaches each worker once.
  public var payload: [UInt8]
  /// Each trial's floating-point operations, estimated.
  public var flops: [Double]
  /// Trials that are closed already and not to be run.
  public var closed: Set<Int>
  public var scheduling = SchedulerSettings()
  /// How often a worker at work gives a sign of life, in seconds.
  public var heartbeatSeconds = 1.0
  /// How long results may wait before the sink is flushed, in seconds.
  public var flushSeconds = 0.05
  /// How long to wait for a first worker, and for others once all are lost, in seconds.
  public var arrivalSeconds = 60.0
  /// How long to wait for the workers to leave at the end, in seconds.
  public var goodbyeSeconds = 5.0

  public init(payload: [UInt8] = [], flops: [Double], closed: Set<Int> = []) {
    self.payload = payload
    self.flops = flops
    self.closed = closed
  }
}
