import Foundation
import Synchronization

private let receivedSignal = Atomic<Int32>(0)

/// Requests from outside to end in good order: SIGTERM, SIGINT and SIGUSR1, which batch systems send as a warning.
public enum Interruption {
  /// From now on these signals only leave a mark, for `signal` to find.
  public static func listen() {
    // Initialised here, so that the handler does nothing but store.
    _ = receivedSignal.load(ordering: .relaxed)
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGTERM, SIGINT, SIGUSR1] {
      sigaddset(&signals, number)
      Foundation.signal(number) { receivedSignal.store($0, ordering: .relaxed) }
    }
    // Whoever started this process may have had them blocked, as threads of a pool have.
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// The latest signal received.
  public static var signal: Int32? {
    let number = receivedSignal.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  public static var isRequested: Bool { signal != nil }

  /// Forgets what was received.
  public static func clear() { receivedSignal.store(0, ordering: .relaxed) }
}
