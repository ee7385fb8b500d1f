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
      // A nearby process that is already gone is kept too: then the worker heard of it late.
      localProcess = coordinator?.process.isNear == true ? coordinator?.process : nil
    }
  }

  mutating func noteHeartbeat(at now: Double) { lastHeartbeat = max(lastHeartbeat, now) }

  /// Checks a few times a second, however often it is called.
  ///
  /// - Parameters:
  ///   - now: Seconds of the monotonic clock.
  ///   - patience: How long a coordinator whose process cannot be seen may be silent, in seconds.
  /// - Throws: `OrchestrationError.coordinatorLost` where its process is gone, or where it was silent for too long.
  mutating func check(at now: Double, patience: Double) throws(OrchestrationError) {
    guard timer.isDue(at: now) else { return }
    let silence = now - lastHeartbeat
    if let localProcess {
      // A process that can be seen to run may be silent for any time.
      if localProcess.isGone { throw .coordinatorLost(silence: silence) }
    } else if silence > patience {
      throw .coordinatorLost(silence: silence)
    }
  }
}
