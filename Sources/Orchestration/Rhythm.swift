/// Says when something that happens again and again is due, counted from when it was last done.
struct Rhythm {
  let interval: Double
  private var last = -Double.infinity

  init(every interval: Double) { self.interval = interval }

  mutating func isDue(at now: Double) -> Bool {
    guard now - last >= interval else { return false }
    last = now
    return true
  }
}
