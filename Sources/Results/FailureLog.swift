import Sweep

/// Why trials failed, as the variable `failures` says it: a line `TRIAL: REASON` each, in order.
///
/// One text rather than one a trial: netCDF up to 4.9.0 crashes on reading arrays of texts of fixed
/// length, SWMR forbids texts of variable length, and this every tool reads.
struct FailureLog: Equatable {
  var reasons: [Int: String] = [:]

  init() {}

  /// Reads what `text(bytes:)` has written; other lines are skipped.
  init(_ text: String) {
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, let trial = Int(parts[0]) else { continue }
      reasons[trial] = String(parts[1].drop { $0 == " " })
    }
  }

  /// Notes what an update says of a trial that failed, and forgets one that did not in the end.
  mutating func note(_ update: TrialUpdate, of trial: Int) {
    if update.status == .failed {
      if let reason = update.reason {
        reasons[trial] = reason.split(whereSeparator: \.isNewline).joined(separator: " ")
      }
    } else {
      reasons[trial] = nil
    }
  }

  /// All lines in at most `bytes` bytes; where they are too long, the first of them and how many
  /// more there are.
  func text(bytes: Int) -> String {
    let lines = reasons.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\n" }
    guard lines.reduce(0, { $0 + $1.utf8.count }) > bytes else { return lines.joined() }
    var kept = ""
    for (position, line) in lines.enumerated() {
      let rest = "and \(lines.count - position) more\n"
      guard kept.utf8.count + line.utf8.count + 32 <= bytes else { return kept + rest }
      kept += line
    }
    return kept
  }
}
