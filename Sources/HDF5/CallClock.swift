import Foundation
import Synchronization

/// How many calls of the library have begun in this process.
let callCount = Atomic<Int>(0)

/// The call that the last tick found under way, and how many ticks have found it.
private let callSeen = Atomic<Int>(-1)
private let ticksSeen = Atomic<Int>(0)

/// Measures the processor time of a single call of the library. On a damaged file some calls never end, for example
/// where the global heap of HDF5 1.10 holds an object of no length.
///
/// Only the process's own work counts, so that a slow disk or a busy machine is not taken for a fault. One call that
/// takes 10 s of it would have read many gigabytes.
enum CallClock {
  /// How many ticks, of a second of processor time each, a call may last.
  static let limit = 10

  /// Raises SIGPROF at every second of processor time from now on.
  static func start() { tick(every: 1) }

  static func stop() { tick(every: 0) }

  /// Whether the call under way has lasted longer than any should. The signal's handler asks once a tick.
  static func isOverdue() -> Bool {
    let call = callCount.load(ordering: .relaxed)
    if callSeen.exchange(call, ordering: .relaxed) != call {
      ticksSeen.store(0, ordering: .relaxed)
    }
    return ticksSeen.add(1, ordering: .relaxed).newValue > limit
  }

  private static func tick(every seconds: Int) {
    let interval = timeval(tv_sec: seconds, tv_usec: 0)
    var timer = itimerval(it_interval: interval, it_value: interval)
    setitimer(Int32(ITIMER_PROF.rawValue), &timer, nil)
  }
}
