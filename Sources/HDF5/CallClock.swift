import Foundation
import Synchronization

/// How many calls of the library have begun.
let callCount = Atomic<Int>(0)

/// The call that the last tick found under way, and how many ticks have found it.
private let callSeen = Atomic<Int>(-1)
private let ticksSeen = Atomic<Int>(0)

/// Processor time that a single call of the library takes: on a damaged file some never end, as where the global heap
/// of HDF5 1.10 holds an object of no length.
///
/// Seconds of this process's own work count, so that a slow disk or a busy machine is not taken for a fault. One call
/// that takes 10 s of it would have read many gigabytes.
enum CallClock {
  /// Ticks that a call may last, of a second each.
  static let limit = 10

  /// Raises SIGPROF at every second of processor time from now on.
  static func start() { tick(every: 1) }

  static func stop() { tick(every: 0) }

  /// Whether the call under way has lasted longer than any should. For the signal's handler, once a tick.
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
