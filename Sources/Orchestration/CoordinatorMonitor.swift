import Platform
import Results

/// Detects that the coordinator is gone, so that a worker does not outlive it for long.
struct CoordinatorMonitor {
  private var lastHeartbeat = monotonicSeconds()
  /// The coordinator's process, where this machine can see it.
  private var localProcess: ProcessIdentity?
  private var timer = PeriodicTimer(every: 0.25)

  /// Who the coordinator is, once it has said so.
  var coordinator: WorkerDescription? {
    didSet {
      // One that is gone already is near as well: then its worker was late to hear of it.
      localProcess = coordinator?.process.isNear == true ? coordinator?.process : nil
    }
  }

  mutating func noteHeartbeat(at now: Double) { lastHeartbeat = max(lastHeartbeat, now) }

  /// May be called often; looks a few times a second.
  mutating func check(at now: Double, patience: Double) throws(OrchestrationError) {
    guard timer.isDue(at: now) else { return }
    let silence = now - lastHeartbeat
    if let localProcess {
      // A process that can be seen may be busy for as long as it likes.
      if localProcess.isGone { throw .coordinatorLost(silence: silence) }
    } else if silence > patience {
      throw .coordinatorLost(silence: silence)
    }
  }
}
