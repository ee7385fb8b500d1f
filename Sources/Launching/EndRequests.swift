import Foundation
import Platform

/// Requests to end that reach a process which has started another, to be passed on to that.
struct EndRequests {
  private(set) var count = 0
  /// When the first one came.
  private(set) var first = Double.infinity
  /// A process that has no handler yet misses the request, so it is repeated.
  private var timer = PeriodicTimer(every: 1)

  mutating func take(at now: Double) {
    guard ShutdownSignal.isRequested else { return }
    ShutdownSignal.clear()
    count += 1
    first = min(first, now)
  }

  /// As SIGUSR1, which MPI launchers forward; SIGTERM they answer by killing their processes.
  mutating func pass(to process: Process, at now: Double) {
    guard count > 0, timer.isDue(at: now) else { return }
    kill(process.processIdentifier, SIGUSR1)
  }
}
