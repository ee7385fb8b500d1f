import Platform
import Results

/// A worker's eye on its coordinator, so that none outlives it for long.
struct CoordinatorWatch {
  private var lastHeard = monotonicSeconds()
  /// The coordinator's process, where this machine can see it.
  private var localProcess: HostProcess?
  private var looking = Rhythm(every: 0.25)

  /// Who the coordinator is, once it has said so.
  var coordinator: WorkerDescription? {
    didSet {
      // One that is gone already is near as well: then its worker was late to hear of it.
      localProcess = coordinator?.process.isNear == true ? coordinator?.process : nil
    }
  }

  mutating func heard(at now: Double) { lastHeard = max(lastHeard, now) }

  /// May be called often; looks a few times a second.
  mutating func check(at now: Double, patience: Double) throws(OrchestrationError) {
    guard looking.isDue(at: now) else { return }
    let silence = now - lastHeard
    if let localProcess {
      // A process that can be seen may be busy for as long as it likes.
      if localProcess.isGone { throw .coordinatorLost(silence: silence) }
    } else if silence > patience {
      throw .coordinatorLost(silence: silence)
    }
  }
}
