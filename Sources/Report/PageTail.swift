import Figures
import Results

/// The foot of a page: the best trials, what failed, and the sweep itself.
enum PageTail {
  private static let most = 10

  static func trials(_ table: ReportTable) -> ReportPage.Part {
    var content: [String] = []
    if let (score, descends) = score(table) {
      let finals = score.finals
      let order = table.recordedTrials.filter { !finals[$0].isNaN }
        .sorted { descends ? finals[$0] > finals[$1] : finals[$0] < finals[$1] }
      let columns = ReportPage.shown(table).prefix(3)
      let rows = order.prefix(most).map { trial in
        [("\(trial)", "number")] + table.columns.map { (xmlEscaped($0.text(trial)), "number") }
          + columns.map { (shortNumber($0.final(trial)), "number") }
      }
      content.append(
        HTML.paragraph("The best by final \(score.information.axisTitle).", soft: true))
      content.append(
        HTML.table(
          ["trial"] + table.columns.map(\.name) + columns.map(\.name), rows: Swift.Array(rows)))
    }
    if !table.failures.isEmpty {
      content.append("<h3>Failures</h3>")
      content += table.failures.sorted { $0.key < $1.key }.prefix(most).map {
        HTML.paragraph("trial \($0.key): \($0.value)")
      }
    }
    return ReportPage.Part(id: "trials", title: "Trials", content: content)
  }

  /// What trials are sorted by, and whether more of it is better.
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
  /// Its value in a trial.
  func text(_ trial: Int) -> String {
    switch values {
    case .real(let values): shortNumber(values[trial])
    case .integer(let values): "\(values[trial])"
    case .text(let values): values[trial]
    case .boolean(let values): "\(values[trial])"
    }
  }
}
