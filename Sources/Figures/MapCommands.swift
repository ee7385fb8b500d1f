import Wording

/// A map of numbers in gnuplot's language.
///
/// Cells are drawn side by side, one for each row and column, whatever their distances; ticks show their places.
struct MapCommands {
  let lines: [String]

  init(_ map: HeatMap, of panel: Panel) {
    let rows = map.values.enumerated().flatMap { row, values in
      values.enumerated().map { column, value in "\(column) \(row) \(number(value))" }
    }
    let finite = map.values.joined().filter(\.isFinite)
    let colors = Palette.mapAnchors(isDiverging: map.isDiverging).enumerated()
      .map { "\($0) \(quoted($1))" }.joined(separator: ", ")
    var range: [String] = []
    if let given = map.range {
      range = ["set cbrange \(interval(given))"]
    } else if let least = finite.min(), let most = finite.max(), least < most || map.isDiverging {
      let size = max(abs(least), abs(most), 1e-12)
      let (low, high) = map.isDiverging ? (-size, size) : (least, most)
      range = ["set cbrange \(interval(low...high))"]
    }
    lines =
      [
        "unset grid", "unset logscale", "set palette maxcolors 256 defined (\(colors))",
        "set cblabel \(quoted(map.label)) tc rgb \(quoted(Palette.ink.light))",
        "set cbtics textcolor rgb \(quoted(Palette.ink.light))",
        "set colorbox user origin screen 0.83, graph 0 size screen 0.025, graph 1 noborder",
        "set xrange [-0.5:\(Double(map.x.count) - 0.5)]",
        "set yrange [-0.5:\(Double(map.y.count) - 0.5)]",
        "set xtics (\(Self.ticks(map.x, named: panel.x.ticks)))",
        "set ytics (\(Self.ticks(map.y, named: panel.y.ticks)))",
      ] + range + ["$d << EOD"] + rows
      + [
        "EOD",
        // A cell without a number is drawn blank: some grids of cells that are left out as missing crash gnuplot.
        "set datafile missing", "plot $d using 1:2:3 with \(Self.style(rows.count)) notitle",
      ]
  }

  /// Viewers blur an image of few cells, while cells drawn as rectangles stay sharp, but many of them make a large
  /// file.
  private static func style(_ cells: Int) -> String { cells > 4000 ? "image" : "image pixels" }

  /// Ticks at no more than eight places, evenly chosen, with their numbers or names.
  static func ticks(_ places: [Double], named: [FigureAxis.Tick]) -> String {
    let stride = max(1, (places.count + 7) / 8)
    return places.indices.filter { $0 % stride == 0 }.map { index in
      let name = named.first { $0.place == places[index] }?.label
      return "\(quotedTick(name ?? NumberFormat.figure(places[index]))) \(index)"
    }.joined(separator: ", ")
  }
}
