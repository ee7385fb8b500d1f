import Figures
import Foundation
import Records
import Results

/// The head of a page: the sweep's title, how its trials ended, and the settings that were varied.
struct PageHead {
  let html: String

  init(_ table: ReportTable) {
    let header = table.header
    html = [
      "<header>", "<h1>\(xmlEscaped(header.title))</h1>",
      HTML.paragraph(
        "\(Self.trials(table)); \(header.checkpointCount) checkpoints a trial. "
          + "\(header.software), \(header.created.prefix(16).replacing("T", with: " ")) UTC; "
          + "sweep \(header.sweepSHA256.prefix(12)).", soft: true),
      Self.axes(table), "</header>",
    ].joined(separator: "\n")
  }

  /// The number of trials by status: `48 trials: 47 complete, 1 failed`.
  private static func trials(_ table: ReportTable) -> String {
    let counts = TrialStatus.allCases.map { ($0, table.statuses.count($0)) }.filter { $0.1 > 0 }
    let replicates = Set(table.replicates).count
    return "\(table.trialCount) trials: "
      + counts.map { "\($1) \($0)" }.joined(separator: ", ")
      + (replicates > 1 ? "; \(replicates) replicates of each configuration" : "")
  }

  private static func axes(_ table: ReportTable) -> String {
    guard !table.columns.isEmpty else { return HTML.paragraph("Nothing was varied.") }
    return HTML.table(
      ["varied", "values"],
      rows: table.columns.map { column in
        let axis = table.axes.first { $0.name == column.name }
        let values =
          axis.map { $0.levels.map(\.label).joined(separator: ", ") } ?? Self.values(column.values)
        return [("<code>\(xmlEscaped(column.path))</code>", ""), (xmlEscaped(values), "")]
      })
  }

  /// The values of a setting of which no figures are drawn: one, or more words than a figure can show.
  private static func values(_ values: AxisColumn.Values) -> String {
    guard case .text(let words) = values else { return "one alone" }
    let distinct = Set(words)
    return distinct.count == 1 ? words[0] : "\(distinct.count) words, too many for figures"
  }
}

extension Swift.Array where Element == TrialStatus {
  fileprivate func count(_ status: TrialStatus) -> Int { count { $0 == status } }
}
