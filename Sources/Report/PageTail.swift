import Figures
import Records
import Results
import Wording

/// The foot of a page: the best trials, the failed ones, and the sweep file.
enum PageTail {
  private static let most = 10

  static func trials(_ table: ReportTable) -> ReportPage.Part {
    var content = best(table)
    if !table.failures.isEmpty {
      content.append("<h3>Failures</h3>")
      content += table.failures.sorted { $0.key < $1.key }.prefix(most).map {
        HTML.paragraph("trial \($0.key): \($0.value)")
      }
    }
    return ReportPage.Part(id: "trials", title: "Trials", content: content)
  }

  /// The complete trials that did best, and how many were left out because they are not complete.
  private static func best(_ table: ReportTable) -> [String] {
    guard let (score, descends) = score(table) else { return [] }
    let unfinished = table.recordedTrials.filter { table.statuses[$0] != .complete }
    let kinds = TrialStatus.allCases.compactMap { status -> String? in
      let count = unfinished.count { table.statuses[$0] == status }
      return count > 0 ? "\(count) \(status)" : nil
    }
    guard table.statuses.contains(.complete) else {
      return [HTML.paragraph("No trial is complete, so that none is the best.", soft: true)]
    }
    let others =
      kinds.isEmpty
      ? "" : " Left out, since they are not complete: \(kinds.joined(separator: ", "))."
    let order = table.finalTrials.map { ($0, score.final($0)) }.filter { !$0.1.isNaN }
      .sorted { descends ? $0.1 > $1.1 : $0.1 < $1.1 }.map(\.0)
    let columns = ReportPage.shown(table).prefix(3)
    let rows = order.prefix(most).map { trial in
      [("\(trial)", "number")] + table.columns.map { (xmlEscaped($0.text(trial)), "number") }
        + columns.map { (NumberFormat.figure($0.final(trial)), "number") }
    }
    return [
      HTML.paragraph("The best by final \(score.information.axisTitle).\(others)", soft: true),
      HTML.table(
        ["trial"] + table.columns.map(\.name) + columns.map(\.name), rows: Swift.Array(rows)),
    ]
  }

  /// The variable by which trials are sorted, and whether larger numbers are better; nil where none was recorded.
  private static func score(_ table: ReportTable) -> (ReportTable.Scalar, Bool)? {
    for (name, descends) in [
      ("validation_accuracy", true), ("validation_loss", false), ("train_loss", false),
    ] {
      if let scalar = table.scalar(name), scalar.isInformative { return (scalar, descends) }
    }
    return nil
  }

  static func sweep(_ table: ReportTable) -> ReportPage.Part {
    ReportPage.Part(
      id: "sweep", title: "The sweep",
      content: [
        "<pre>\(xmlEscaped(table.header.sweep))</pre>",
        "<details><summary>Machine</summary><pre>\(xmlEscaped(table.header.environment))</pre></details>",
      ])
  }
}

extension AxisColumn {
  /// The setting's value in a trial, in words for a table.
  func text(_ trial: Int) -> String {
    switch values {
    case .real(let values): NumberFormat.figure(values[trial])
    case .integer(let values): "\(values[trial])"
    case .text(let values): values[trial]
    case .boolean(let values): "\(values[trial])"
    }
  }
}
