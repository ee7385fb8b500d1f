import Records
import Wording

/// What `dynsweep watch` shows of a sweep.
package struct WatchView {
  let snapshot: SweepSnapshot
  /// Checkpoints per second; nil while not known.
  let rate: Double?

  /// - Parameters:
  ///   - snapshot: The state of the results file.
  ///   - rate: Checkpoints per second; nil while not known.
  package init(snapshot: SweepSnapshot, rate: Double?) {
    (self.snapshot, self.rate) = (snapshot, rate)
  }

  /// The view as several lines, which are redrawn in place.
  package func lines(width: Int?) -> [String] {
    let bar = Self.bar(snapshot.share, width: max(10, min(40, (width ?? 80) - 40)))
    var lines = [snapshot.title, "\(bar) \(Self.percent(snapshot.share))  \(pace)", counts]
    if let note { lines.append(note) }
    if let best = snapshot.best {
      lines += [
        "",
        hasComplete ? "best by \(best.sortedBy) so far" : "by \(best.sortedBy), none complete yet",
      ]
      lines += best.table.lines(width: width).lines
    }
    guard let width else { return lines }
    return lines.map { String($0.prefix(width)) }
  }

  /// The view as one line, for a log.
  package var line: String {
    let best = snapshot.best.flatMap { best -> String? in
      guard hasComplete,
        let value = best.columns.first(where: { $0.name == best.sortedBy })?.cells.first
      else {
        return nil
      }
      return "best \(best.sortedBy) \(value.cellText) (trial \(best.trials[0]))"
    }
    return ([Self.percent(snapshot.share), counts, pace] + [note, best].compactMap(\.self))
      .joined(separator: "; ")
  }

  /// Whether any trial is complete, so that one can be called the best.
  private var hasComplete: Bool { snapshot.progress.count(.complete) > 0 }

  private var counts: String {
    "\(snapshot.progress.statuses.count) trials: \(snapshot.progress.summary)"
  }

  private var pace: String {
    if snapshot.progress.isOver { return "done" }
    guard let rate else { return "\(snapshot.rows) checkpoints" }
    let left = NumberFormat.duration(Double(snapshot.rowsLeft) / rate)
    return "\(NumberFormat.table(rate)) checkpoints/s, about \(left) left"
  }

  private var note: String? {
    guard snapshot.writer == nil, !snapshot.progress.isOver else { return nil }
    return "nobody is writing the file: dynsweep run --resume goes on with it"
  }

  static func bar(_ share: Double, width: Int) -> String {
    let full = Int((min(max(share, 0), 1) * Double(width)).rounded(.down))
    return "["
      + String(repeating: "#", count: full) + String(repeating: "·", count: width - full) + "]"
  }

  private static func percent(_ share: Double) -> String {
    // Rounded down, so that 100 % says that all is done.
    NumberFormat.percent(share, rounded: .down)
  }
}
