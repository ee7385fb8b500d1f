import Records

/// Why trials failed, as the variable `failures` tells: one line `TRIAL: REASON` for each failed trial, in order.
///
/// It is one text for all trials, which every tool reads: netCDF up to 4.9.0 crashes on arrays of texts of fixed
/// length, and SWMR forbids texts of variable length.
///
/// It keeps the reasons that came first, as many as that text has room for, and the number of further failures.
struct FailureLog {
  /// How many characters of a reason are kept; the rest is cut off.
  static let longestReason = 400
  /// Bytes kept free for the line that counts further failures.
  private static let countBytes = 32

  /// How many bytes the text may have.
  let capacity: Int
  private(set) var reasons: [TrialID: String] = [:]
  /// How many trials failed whose reasons found no room.
  private(set) var uncounted = 0
  /// Whether anything has changed since `text` was written.
  var isChanged = false
  private var byteCount = 0

  init(capacity: Int) { self.capacity = capacity }

  /// Reads what `text` has made; other lines are skipped.
  init(_ text: String, capacity: Int) {
    self.init(capacity: capacity)
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2, let trial = Int(parts[0]) {
        reasons[TrialID(trial)] = String(parts[1].drop { $0 == " " })
      } else if line.hasPrefix("and "), line.hasSuffix(" more") {
        uncounted = min(max(0, Int(line.dropFirst(4).dropLast(5)) ?? 0), Int(Int32.max))
      }
    }
    byteCount = reasons.reduce(0) { $0 + Self.line($1).utf8.count }
  }

  /// Takes the reason from the record of a trial that failed, and drops that of a trial whose status is no longer
  /// failed.
  ///
  /// - Parameter status: The trial's status before the record.
  mutating func note(_ record: TrialRecord, before status: TrialStatus) {
    guard record.status == .failed || status == .failed else { return }
    forget(record.trial, wasFailed: status == .failed)
    if record.status == .failed {
      append(record.trial, record.reason ?? "no reason is known")
    }
    isChanged = true
  }

  /// Takes the reasons of another log.
  ///
  /// - Parameter places: The number here of each of its trials; nil for one that is not taken.
  mutating func add(_ other: FailureLog, places: [Int?]) {
    for (trial, reason) in other.reasons.sorted(by: { $0.key < $1.key }) {
      guard places.indices.contains(trial.number), let place = places[trial.number] else {
        continue
      }
      append(TrialID(place), reason)
    }
    uncounted += other.uncounted
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

  /// The content of the variable: all lines, and the number of further failures.
  var text: String {
    let lines = reasons.sorted { $0.key < $1.key }.map(Self.line).joined()
    return uncounted > 0 ? lines + "and \(uncounted) more\n" : lines
  }
}
