package import Records
package import Scheduling

/// What is to be run, and how patiently.
package struct SweepJob: Sendable {
  /// The sweep, in whatever form the runner's maker reads; it reaches each worker once.
  package var payload: [UInt8]
  /// Each trial's floating-point operations, estimated.
  package var flops: [Double]
  /// Trials that are closed already and not to be run.
  package var closed: Set<TrialID>
  /// How often each trial was begun in earlier runs; empty where there was none.
  package var attempts: [Int] = []
  /// The workers that trials cost in earlier runs.
  package var history = FailureHistory()
  /// What a trial may take, in seconds. Workers see to it themselves; one that does not even do that is given up and
  /// ended earlier than one that is only silent.
  package var trialSeconds = Double.infinity {
    didSet { setPatience(min(scheduling.patience, 5 + 3 * trialSeconds)) }
  }
  /// Whether a launcher can launch the sweep again with all workers, once that pays.
  package var canRelaunch = false
  package var scheduling = SchedulerSettings()
  /// How often a worker at work sends a heartbeat, in seconds.
  package var heartbeatSeconds = 1.0
  /// How long results may wait before the sink is flushed, in seconds.
  package var flushSeconds = 0.05
  /// How long to wait for a first worker, and for others once all are lost, in seconds.
  package var arrivalSeconds = 60.0
  /// How long to wait for the workers to leave at the end, in seconds.
  package var goodbyeSeconds = 5.0

  /// After how long a silence a worker is given up, in seconds; it sends heartbeats often enough for that.
  package mutating func setPatience(_ seconds: Double) {
    scheduling.patience = seconds
    heartbeatSeconds = min(1, seconds / scheduling.silenceFactor)
  }

  /// A scheduler at the sweep's beginning, or where an earlier run left off.
  var scheduler: Scheduler {
    Scheduler(
      flops: flops, closed: closed, attempts: attempts, history: history, settings: scheduling)
  }

  package init(payload: [UInt8] = [], flops: [Double], closed: Set<TrialID> = []) {
    self.payload = payload
    self.flops = flops
    self.closed = closed
  }
}
