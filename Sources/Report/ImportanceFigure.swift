import Figures
import Judging
import Wording

/// Which axes the leading quantities hang on, alone and in pairs, as one chart.
struct ImportanceFigure {
  private static let most = 3

  /// Nil where there is nothing to be drawn; `reasons` tell why.
  let figure: Figure?
  /// Why quantities are not among the panels.
  let reasons: [String]

  /// Nil where fewer than two axes vary.
  init?(_ table: ReportTable) {
    let scalars = ReportPage.shown(table).prefix(Self.most)
    guard table.axes.count > 1, !scalars.isEmpty else { return nil }
    var panels: [Panel] = []
    var found: [String] = []
    for scalar in scalars {
      do throws(NoTrialGrid) {
        let importance = try AxisImportance.told(
          table.columns, replicates: table.replicates, table.statuses.indices.map(scalar.final),
          statuses: table.statuses)
        if let reason = importance.reason {
          found.append("\(scalar.name.replacing("_", with: " ")): \(reason)")
        } else if importance.effects.count > 1 {
          panels.append(Self.panel(scalar, importance))
        }
      } catch {
        found.append("\(scalar.name.replacing("_", with: " ")): \(error)")
      }
    }
    guard !panels.isEmpty || !found.isEmpty else { return nil }
    figure = panels.isEmpty ? nil : Figure("importance of axes", panels)
    reasons = found
  }

  private static func panel(
    _ scalar: ReportTable.Scalar, _ importance: AxisImportance
  ) -> Panel {
    let titles = importance.effects.filter { $0.axes.count == 1 }
      .map { $0.axes[0].replacing("_", with: " ") }
    let places = titles.indices.map(Double.init)
    var shares = titles.map { _ in titles.map { _ in Double.nan } }
    for (effect, place) in zip(importance.effects, marks(of: titles.count)) {
      shares[place.row][place.column] = effect.share
    }
    let ticks = zip(places, titles).map { FigureAxis.Tick($0, $1) }
    let rest = NumberFormat.percent(importance.rest.share)
    return Panel(
      "\(scalar.name.replacing("_", with: " ")), "
        + "\(importance.isExact ? "three and more axes" : "not explained by the fit"): \(rest)",
      x: FigureAxis("axis", ticks: ticks), y: FigureAxis("alone, or with", ticks: ticks),
      .map(
        HeatMap(
          x: places, y: places, values: shares, label: "share of the variance", range: 0...1)))
  }

  /// Where the effects of so many factors stand in the map, in their order: alone on its diagonal, pairs above it.
  private static func marks(of count: Int) -> [(row: Int, column: Int)] {
    (0..<count).map { ($0, $0) }
      + (0..<count).flatMap { first in (0..<count).filter { $0 > first }.map { ($0, first) } }
  }
}
