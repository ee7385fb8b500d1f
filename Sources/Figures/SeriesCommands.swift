/// Curves and points in gnuplot's language.
struct SeriesCommands {
  let lines: [String]

  init(_ series: [Series], of panel: Panel) {
    let shown = series.filter { one in
      one.points.contains { $0.x.isFinite && $0.y.isFinite }
    }
    var data: [String] = []
    for (index, one) in shown.enumerated() {
      data.append("$d\(index) << EOD")
      data += one.points.map { point in
        let (low, high) = (point.band?.lowerBound ?? point.y, point.band?.upperBound ?? point.y)
        return [point.x, point.y, low, high].map(number).joined(separator: " ")
      }
      data.append("EOD")
    }
    let bands = shown.enumerated().compactMap { index, one in Self.band(of: one, index) }
    let curves = shown.enumerated().map { index, one in
      Self.curve(of: one, index, isCrowded: shown.count > 12)
    }
    // gnuplot cannot draw axes without data, but it can draw them with a missing number.
    let plots = bands + curves
    lines =
      plots.isEmpty
      ? ["set label 2 'no data' at graph 0.5, graph 0.5 center", "plot [0:1] [0:1] NaN notitle"]
      : data + ["plot " + plots.joined(separator: ", \\\n  ")]
  }

  private static func band(of series: Series, _ index: Int) -> String? {
    guard series.points.contains(where: { $0.band != nil }) else { return nil }
    let color = quoted(Palette.color(of: series.hue).light)
    let axes = series.isOnSecondY ? " axes x1y2" : ""
    if series.style == .points {
      return "$d\(index) using 1:2:3:4\(axes) with yerrorbars pt 0 lw 1.2 lc rgb \(color) notitle"
    }
    return "$d\(index) using 1:3:4\(axes) with filledcurves lc rgb \(color) "
      + "fs transparent solid 0.16 noborder notitle"
  }

  private static func curve(of series: Series, _ index: Int, isCrowded: Bool) -> String {
    let color = quoted(Palette.color(of: series.hue).light)
    let axes = series.isOnSecondY ? " axes x1y2" : ""
    let style =
      switch series.style {
      case .line: "lines lw \(isCrowded ? 1.1 : 2)"
      case .points: "points pt 7 ps \(series.points.count > 200 ? 0.25 : 0.5)"
      case .linePoints: "linespoints pt 7 ps \(isCrowded ? 0.25 : 0.45) lw \(isCrowded ? 1.1 : 1.8)"
      case .reference: "lines lw 1.2 dt (6,4)"
      }
    let title = series.name.isEmpty ? "notitle" : "title \(quoted(series.name))"
    return "$d\(index) using 1:2\(axes) with \(style) lc rgb \(color) \(title)"
  }
}
