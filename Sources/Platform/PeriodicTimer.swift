/// Says when something that happens again and again is due, counted from when it was last done.
package struct PeriodicTimer {
  package let interval: Double
  private var last = -Double.infinity

  package init(every interval: Double) { self.interval = interval }

  package mutating func isDue(at now: Double) -> Bool {
    guard now - last >= interval else { return false }
    last = now
    return true
  }
}
