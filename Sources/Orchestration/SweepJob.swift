package import Records
package import Scheduling

/// What is to be run, and how patiently.
package struct SweepJob: Sendable {
  /// The sweep, in the form that the maker of the workers' runners reads; it is sent to each worker once.
  package var payload: [UInt8]
  /// Each trial's floating-point operations, estimated.
  package var flops: [Double]
  /// Trials that are already closed and are not run.
  package var closed: Set<TrialID>
  /// How often each trial was begun in earlier runs; empty where there was no earlier run.
  package var attempts: [Int] = []
  /// The workers that trials cost in earlier runs.
  package var history = FailureHistory()
  /// Which trials go on, by what they have recorded; nil where all do.
  package var rule: SweepRule?
  /// How long a trial may take, in seconds. Workers enforce it themselves; a worker that does not is given up earlier
  /// than one that is only silent, and its process is ended.
  package var trialSeconds = Double.infinity {
    didSet { setPatience(min(scheduling.patience, 5 + 3 * trialSeconds)) }
  }
  /// Whether a launcher can launch the sweep again with all workers, once that pays.
  package var canRelaunch = false
  /// How the scheduler weighs latency, balance and patience.
  package var scheduling = SchedulerSettings()
  /// How often a worker at work sends a heartbeat, in seconds.
  package var heartbeatSeconds = 1.0
  /// How long results may wait before the sink is flushed, in seconds.
  package var flushSeconds = 0.05
  /// How long to wait for a first worker, and for others once all are lost, in seconds.
  package var arrivalSeconds = 60.0
  /// How long to wait for the workers to leave at the end, in seconds.
  package var goodbyeSeconds = 5.0

  /// Sets the silence after which a worker is given up, in seconds; workers send heartbeats often enough for that.
  package mutating func setPatience(_ seconds: Double) {
    scheduling.patience = seconds
    heartbeatSeconds = min(1, seconds / scheduling.silenceFactor)
  }

  /// A scheduler at the sweep's beginning, or where an earlier run left off.
  var scheduler: Scheduler {
    guard let rule else {
      return Scheduler(
        flops: flops, closed: closed, attempts: attempts, history: history, settings: scheduling)
    }
    var (stretches, waiting): ([TrialID: TrialStretch], Set<TrialID>) = ([:], [])
    for trial in flops.indices.map({ TrialID($0) }) where !closed.contains(trial) {
      if let stretch = rule.stretch(of: trial) {
        stretches[trial] = stretch
      } else {
        waiting.insert(trial)
      }
    }
    return Scheduler(
      flops: flops, closed: closed, attempts: attempts, history: history, stretches: stretches,
      waiting: waiting, settings: scheduling)
  }

  /// A job with the given payload and trials, and the default values of everything else.
  package init(payload: [UInt8] = [], flops: [Double], closed: Set<TrialID> = []) {
    self.payload = payload
    self.flops = flops
    self.closed = closed
  }
}
