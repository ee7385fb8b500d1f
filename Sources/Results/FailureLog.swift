import Records

/// Why trials failed, as the variable `failures` says it: a line `TRIAL: REASON` each, in order.
///
/// One text rather than one a trial: netCDF up to 4.9.0 crashes on reading arrays of texts of fixed
/// length, SWMR forbids texts of variable length, and this every tool reads.
///
/// It keeps no more than that text has room for: the reasons that came first. Of further failures it knows the number.
struct FailureLog {
  /// Characters of a reason; what follows is cut off.
  static let longestReason = 400
  /// Room for the line that counts the rest.
  private static let countBytes = 32

  /// Bytes that the text may have.
  let capacity: Int
  private(set) var reasons: [TrialID: String] = [:]
  /// Failures beyond those.
  private(set) var uncounted = 0
  /// Whether something is new since `text` was written.
  var isChanged = false
  private var byteCount = 0

  init(capacity: Int) { self.capacity = capacity }

  /// Reads what `text` has written; other lines are skipped.
  init(_ text: String, capacity: Int) {
    self.init(capacity: capacity)
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2, let trial = Int(parts[0]) {
        reasons[TrialID(trial)] = String(parts[1].drop { $0 == " " })
      } else if line.hasPrefix("and "), line.hasSuffix(" more") {
        uncounted = Int(line.dropFirst(4).dropLast(5)) ?? 0
      }
    }
    byteCount = reasons.reduce(0) { $0 + Self.line($1).utf8.count }
  }

  /// Notes what a record says of a trial that failed, and forgets one that did not in the end.
  ///
  /// - Parameter status: What the trial was before.
  mutating func note(_ record: TrialRecord, before status: TrialStatus) {
    guard record.status == .failed || status == .failed else { return }
    forget(record.trial, wasFailed: status == .failed)
    if record.status == .failed {
      append(record.trial, record.reason ?? "no reason is known")
    }
    isChanged = true
  }

  private mutating func append(_ trial: TrialID, _ reason: String) {
    let line = reason.split(whereSeparator: \.isNewline).joined(separator: " ")
    let kept =
      line.count > Self.longestReason ? line.prefix(Self.longestReason - 1) + "…" : line[...]
    let size = Self.line((trial, String(kept))).utf8.count
    guard byteCount + size + Self.countBytes <= capacity else {
      uncounted += 1
      return
    }
    reasons[trial] = String(kept)
    byteCount += size
  }

  private mutating func forget(_ trial: TrialID, wasFailed: Bool) {
    if let reason = reasons.removeValue(forKey: trial) {
      byteCount -= Self.line((trial, reason)).utf8.count
    } else if wasFailed {
      uncounted = max(0, uncounted - 1)
    }
  }

  private static func line(_ entry: (key: TrialID, value: String)) -> String {
    "\(entry.key): \(entry.value)\n"
  }

  /// All lines, and how many more failures there are.
  var text: String {
    let lines = reasons.sorted { $0.key < $1.key }.map(Self.line).joined()
    return uncounted > 0 ? lines + "and \(uncounted) more\n" : lines
  }
}
