import Foundation
import Synchronization

private let receivedSignal = Atomic<Int32>(0)
private let receivedSecond = Atomic<Int>(0)

private let requests = [SIGTERM, SIGINT, SIGUSR1]

/// Requests from outside to end in good order: SIGTERM, SIGINT and SIGUSR1, which batch systems send as a warning.
package enum ShutdownSignal {
  /// From now on these signals only leave a mark, for `signal` to find.
  package static func listen() {
    // Initialised here, so that the handler does nothing but store.
    _ = receivedSignal.load(ordering: .relaxed)
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in requests {
      sigaddset(&signals, number)
      Foundation.signal(number) { receivedSignal.store($0, ordering: .relaxed) }
    }
    // Whoever started this process may have had them blocked, as threads of a pool have.
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// As `listen()`; but a signal that comes a second or more after the first has its default effect, so that a process
  /// that hangs, with no other to end it, can be ended. Those who send to a process and to its group send twice at once.
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

  /// The latest signal received.
  package static var signal: Int32? {
    let number = receivedSignal.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  package static var isRequested: Bool { signal != nil }

  /// Forgets what was received.
  package static func clear() { receivedSignal.store(0, ordering: .relaxed) }
}
