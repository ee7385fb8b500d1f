package import Judging
package import Figures
package import FileOwnership
import Foundation
package import Results
import Wording

/// A finding's verdict about the results, with its figures, for a page to show.
package struct EvaluatedFinding: Sendable {
  /// The statistics, their pass marks, and whether the finding passes.
  package let verdict: Verdict
  /// The figures that show it, in the order of the page; may be empty.
  package let figures: [Figure]

  package init(_ verdict: Verdict, figures: [Figure]) {
    (self.verdict, self.figures) = (verdict, figures)
  }
}

/// A results file as one self-contained page: the settings that were varied, the findings, and the course of training.
///
/// Everything is gathered by level of an axis (medians and quartiles), so that a page of ten thousand trials is as
/// long as one of ten.
package struct ReportPage {
  /// The whole HTML document.
  package let html: String
  /// Every panel as the content of an SVG file, with a name for that file.
  package let drawings: [(name: String, svg: String)]
  /// The messages about figures that gnuplot could not draw; the page has a line in place of each.
  package let failures: [String]

  /// Reads the results and draws the page.
  ///
  /// - Parameter findings: The findings that apply, in the order of the page.
  /// - Throws: `ResultsError` where the file is damaged or cannot be read.
  package init(
    _ reader: borrowing ResultsReader, findings: [EvaluatedFinding], gnuplot: Gnuplot
  ) throws(ResultsError) {
    let table = try ReportTable(reader)
    var canvas = Canvas(gnuplot)
    let parts = Self.parts(table, findings, &canvas)
    let links = parts.map { "<a href=\"#\($0.id)\">\(xmlEscaped($0.title))</a>" }
    html = HTML.page(
      title: table.header.title,
      body: [
        PageHead(table).html, "<nav>\(links.joined(separator: "\n"))</nav>",
      ] + parts.map { HTML.section($0.title, id: $0.id, $0.content) })
    drawings = canvas.drawings
    failures = canvas.failures
  }

  /// A section of the page.
  struct Part {
    let id: String
    let title: String
    let content: [String]
  }

  private static func parts(
    _ table: ReportTable, _ findings: [EvaluatedFinding], _ canvas: inout Canvas
  ) -> [Part] {
    var parts = findings.map { finding($0, &canvas) }
    parts += [
      courses(table, &canvas), importance(table, &canvas), ranks(table, &canvas),
      spectra(table, &canvas),
    ].compactMap { $0 }
    return parts + [PageTail.trials(table), PageTail.sweep(table)]
  }

  private static func finding(_ judged: EvaluatedFinding, _ canvas: inout Canvas) -> Part {
    let verdict = judged.verdict
    let rows = verdict.statistics.map { statistic in
      [
        (statistic.passes ? "✓ pass" : "✗ miss", "verdict \(statistic.passes ? "pass" : "miss")"),
        (xmlEscaped(statistic.name), ""), (NumberFormat.figure(statistic.value), "number"),
        (xmlEscaped(statistic.criterion.description), "number"),
        (xmlEscaped(statistic.remark), ""),
      ]
    }
    let mark = verdict.passes ? "✓ passes" : "✗ misses"
    let head =
      "<p><span class=\"verdict \(verdict.passes ? "pass" : "miss")\">\(mark)</span> "
      + "\(xmlEscaped(verdict.title)) (\(HTML.reference(verdict.reference)))</p>"
    let figures = judged.figures.enumerated().map {
      canvas.figure($1, name: "\(verdict.name)-\($0 + 1)", caption: $1.title)
    }
    return Part(
      id: "finding-\(verdict.name)", title: "Finding: \(verdict.name)",
      content: [head] + figures + [
        HTML.table(
          ["", "statistic", "value", "mark", "reported"], kind: "verdicts", rows: rows)
      ])
  }

  /// The variables of which figures are drawn, losses and accuracy first; at most 24.
  static func shown(_ table: ReportTable) -> [ReportTable.Scalar] {
    let first = ["validation_loss", "validation_accuracy", "train_loss"]
    let informative = table.scalars.filter(\.isInformative)
    let leading = first.compactMap { name in informative.first { $0.name == name } }
    return Swift.Array((leading + informative.filter { !first.contains($0.name) }).prefix(24))
  }

  /// The section with each variable's course over training and its final values.
  private static func courses(_ table: ReportTable, _ canvas: inout Canvas) -> Part? {
    let content = shown(table).map { scalar -> String in
      let figures = ScalarFigures(scalar, in: table)
      var panels: [String] = []
      if scalar.values.contains(where: { $0.count { !$0.isNaN } > 1 }) {
        panels += canvas.panels(of: figures.course, name: "course-\(scalar.name)")
      }
      if let finals = figures.finals(most: 5) {
        panels += canvas.panels(of: finals, name: "final-\(scalar.name)")
      }
      return "<h3>\(xmlEscaped(scalar.information.longName))</h3>"
        + HTML.figure(panels, caption: "")
    }
    guard !content.isEmpty else { return nil }
    let note = HTML.paragraph(
      "First against the training step, then final values of \(table.finalTrialsText) against the axes, "
        + "those first that explain most of the final values' variance. Lines are medians over trials, bands reach "
        + "from the first to the third quartile; colours are the levels of the first axis.",
      soft: true)
    return Part(id: "course", title: "Course and outcome", content: [note] + content)
  }

  private static func spectra(_ table: ReportTable, _ canvas: inout Canvas) -> Part? {
    let asides: (String) -> Bool = {
      $0.hasSuffix("_deviation") || $0.hasSuffix("_standard_error") || $0 == SpectrumErrors.name
    }
    let shown = table.arrays.filter { !asides($0.information.name) }
      .compactMap { SpectrumFigures($0, in: table) }.prefix(16)
    guard !shown.isEmpty else { return nil }
    let content = shown.map { one in
      "<h3>\(xmlEscaped(one.array.information.longName))</h3>"
        + canvas.figure(
          one.figure, name: "array-\(one.array.information.name)", caption: one.caption)
    }
    let note = HTML.paragraph(
      "At the last checkpoint: medians and quartiles over \(table.finalTrialsText), apart by the axis that explains "
        + "most of the variance; maps show the medians.", soft: true)
    return Part(id: "spectra", title: "Spectra and profiles", content: [note] + content)
  }

  private static func importance(_ table: ReportTable, _ canvas: inout Canvas) -> Part? {
    guard let importance = ImportanceFigure(table) else { return nil }
    let note = HTML.paragraph(
      "Which shares of the variance of final values each axis explains alone (on the diagonal), and each pair of axes "
        + "beyond that. On full grids that is functional ANOVA, exact, of each configuration's mean over replicates; "
        + "elsewhere a quadratic polynomial is fitted to the trials. show --importance lists the shares, with intervals "
        + "from replicates.", soft: true)
    let chart = importance.figure.map {
      canvas.figure(
        $0, name: "importance", caption: "The map is blank where it would repeat itself.")
    }
    return Part(
      id: "importance", title: "Importance of axes",
      content: [note] + [chart].compactMap { $0 }
        + importance.reasons.map { HTML.paragraph("Not told: \($0).") })
  }

  private static func ranks(_ table: ReportTable, _ canvas: inout Canvas) -> Part? {
    guard let rank = RankFigure(table) else { return nil }
    return Part(
      id: "ranks", title: "Loss and dimension",
      content: [
        canvas.figure(
          rank.figure, name: "ranks",
          caption: "The loss on the left scale, dimensions of the hidden state on the right one.")
      ])
  }
}
