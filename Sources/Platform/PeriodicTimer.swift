/// Says when a recurring action is due, counted from when it was last done.
package struct PeriodicTimer {
  /// The least time between two actions, in seconds.
  package let interval: Double
  private var last = -Double.infinity

  package init(every interval: Double) { self.interval = interval }

  /// Whether the action is due, which counts as done where it is; the first time it always is.
  ///
  /// - Parameter now: The time in seconds, of `monotonicSeconds()` or a clock of a simulation.
  package mutating func isDue(at now: Double) -> Bool {
    guard now - last >= interval else { return false }
    last = now
    return true
  }
}
