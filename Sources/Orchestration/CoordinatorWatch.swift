import Foundation

/// A worker's eye on its coordinator, so that none outlives it for long.
struct CoordinatorWatch {
  private var lastHeard = monotonicSeconds()
  /// The coordinator's process, where this machine can see it.
  private var localProcess: Int32?
  private var looking = Rhythm(every: 0.25)

  /// Who the coordinator is, once it has said so.
  var coordinator: WorkerDescription? {
    didSet {
      localProcess = coordinator.flatMap {
        $0.host == ProcessInfo.processInfo.hostName && processExists($0.process)
          ? $0.process : nil
      }
    }
  }

  mutating func heard(at now: Double) { lastHeard = max(lastHeard, now) }

  /// May be called often; looks a few times a second.
  mutating func check(at now: Double, patience: Double) throws(OrchestrationError) {
    guard looking.isDue(at: now) else { return }
    let silence = now - lastHeard
    if let localProcess {
      // A process that can be seen may be busy for as long as it likes.
      if !processExists(localProcess) { throw .coordinatorLost(silence: silence) }
    } else if silence > patience {
      throw .coordinatorLost(silence: silence)
    }
  }
}
