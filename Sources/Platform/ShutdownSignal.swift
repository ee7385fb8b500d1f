import Foundation
import Synchronization

private let receivedSignal = Atomic<Int32>(0)
private let receivedSecond = Atomic<Int>(0)

private let requests = [SIGTERM, SIGINT, SIGUSR1]

/// Requests from outside to end in good order: SIGTERM, SIGINT and SIGUSR1, which batch systems send as a warning.
package enum ShutdownSignal {
  /// Takes over the handling of these signals: from now on they end nothing, and `signal` says which one has come.
  package static func listen() {
    // Initialised here, so that the handler only stores a number.
    _ = receivedSignal.load(ordering: .relaxed)
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in requests {
      sigaddset(&signals, number)
      Foundation.signal(number) { receivedSignal.store($0, ordering: .relaxed) }
    }
    // The parent process may have had them blocked, as threads of a pool have.
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// Takes over the handling as `listen()` does, but for the first signal alone: one that comes two seconds or more
  /// after it has its default effect, so that a process that hangs can be ended. An earlier one may be the same
  /// request, sent to the process and to its group.
  package static func listenOnce() {
    listen()
    _ = receivedSecond.load(ordering: .relaxed)
    for number in requests {
      Foundation.signal(number) { number in
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let first = receivedSecond.load(ordering: .relaxed)
        guard receivedSignal.exchange(number, ordering: .relaxed) != 0, now.tv_sec - first > 1
        else { return receivedSecond.store(first == 0 ? now.tv_sec : first, ordering: .relaxed) }
        Foundation.signal(number, SIG_DFL)
        raise(number)
      }
    }
  }

  /// The number of the latest signal received; nil where there was none.
  package static var signal: Int32? {
    let number = receivedSignal.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Whether this process has been asked to end.
  package static var isRequested: Bool { signal != nil }

  /// Forgets the signal received, so that nothing is requested any more.
  package static func clear() { receivedSignal.store(0, ordering: .relaxed) }
}
