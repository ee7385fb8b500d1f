import Foundation

/// Seconds on a clock that never runs backwards.
func monotonicSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}

/// Sleeps between looks at the mailbox: briefly at first, so that answers are quick under load, then longer, so that
/// waiting costs next to nothing. A blocking receive would keep a core busy instead.
struct Pause {
  private static let shortest = 50e-6
  private let longest: Double
  private var seconds = Pause.shortest

  init(atMost longest: Double = 10e-3) { self.longest = longest }

  mutating func sleep() {
    var time = timespec(tv_sec: 0, tv_nsec: Int(seconds * 1e9))
    nanosleep(&time, nil)
    seconds = min(seconds * 2, longest)
  }

  /// There was something to do: be quick again.
  mutating func reset() { seconds = Pause.shortest }
}

/// Whether a process of this machine is there and has not ended, as far as can be seen from here.
///
/// One that has ended stays visible until its parent has asked how; an MPI launcher that hangs never does.
func processExists(_ process: Int32) -> Bool {
  guard kill(process, 0) == 0 || errno == EPERM else { return false }
  guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
    // The program's name comes before, in parentheses, and may hold any.
    let name = text.lastIndex(of: ")")
  else { return true }
  return !["Z", "X"].contains(text[text.index(after: name)...].drop { $0 == " " }.first)
}
