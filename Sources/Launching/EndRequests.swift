import Foundation
import Platform

/// Requests to end that reach a process which has started another one, and are passed on to that one.
struct EndRequests {
  private(set) var count = 0
  /// When the first request came, in seconds of the monotonic clock.
  private(set) var first = Double.infinity
  /// The request is repeated, since a process that has no handler yet misses it.
  private var timer = PeriodicTimer(every: 1)

  mutating func take(at now: Double) {
    guard ShutdownSignal.isRequested else { return }
    ShutdownSignal.clear()
    count += 1
    first = min(first, now)
  }

  /// Passes the request on as SIGUSR1, which MPI launchers forward; they answer SIGTERM by killing their processes.
  mutating func pass(to process: Process, at now: Double) {
    guard count > 0, timer.isDue(at: now) else { return }
    kill(process.processIdentifier, SIGUSR1)
  }
}
