import Foundation

/// Seconds on a clock that never runs backwards.
package func monotonicSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}

/// Pauses between looks for messages: brief at first, so that answers are quick under load, then twice as long each
/// time, so that waiting costs next to nothing. A blocking receive would keep a core busy instead.
package struct Backoff {
  private static let shortest = 50e-6
  private let longest: Double
  private var seconds = Backoff.shortest

  /// - Parameter longest: The longest pause in seconds; less than 1.
  package init(atMost longest: Double = 10e-3) { self.longest = longest }

  /// Pauses this thread, and doubles the next pause up to the longest.
  package mutating func sleep() {
    var time = timespec(tv_sec: 0, tv_nsec: Int(seconds * 1e9))
    nanosleep(&time, nil)
    seconds = min(seconds * 2, longest)
  }

  /// Makes the next pause brief again, because there was something to do.
  package mutating func reset() { seconds = Backoff.shortest }
}
