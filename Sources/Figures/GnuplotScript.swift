import Foundation

/// A panel in gnuplot's language.
struct GnuplotScript {
  private let panel: Panel
  private let name: String
  private let frame: PanelFrame

  /// - Parameter name: The name of the drawing, which begins the names of its elements.
  init(_ panel: Panel, name: String) {
    (self.panel, self.name) = (panel, name)
    frame = PanelFrame(panel)
  }

  /// The whole script; it draws on standard output.
  var text: String {
    let lines: [String] =
      switch panel.content {
      case .series(let series): head + axes + SeriesCommands(series, of: panel).lines
      case .map(let map): head + axes + MapCommands(map, of: panel).lines
      }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The content of the panel in words, for people who cannot see it.
  var summary: String {
    let what =
      switch panel.content {
      case .series(let series):
        series.map(\.name).filter { !$0.isEmpty }.prefix(12).joined(separator: ", ")
      case .map(let map): map.label
      }
    return [panel.title, "\(panel.y.label) against \(panel.x.label)", what]
      .filter { !$0.isEmpty }.joined(separator: "; ")
  }

  private var head: [String] {
    let ink = quoted(Palette.ink.light)
    let grid = quoted(Palette.grid.light)
    return [
      "set terminal svg size \(PanelFrame.width),\(frame.height) dynamic standalone noenhanced "
        + "font 'sans-serif,14' name \(quoted(name))",
      "set encoding utf8",
      "set datafile missing 'NaN'",
      "set border \(panel.secondY == nil ? 3 : 11) lc rgb \(ink)",
      "set grid lc rgb \(grid) lt 1 lw 0.5",
      "set pointintervalbox 0",
      "set tics nomirror out scale 0.6,0.3 textcolor rgb \(ink)",
      "set key at screen \(number(frame.keyLeft)), screen \(number(frame.keyTop)) left top "
        + "horizontal maxcols \(frame.keyColumns) Left reverse samplen 1.4 width -1 "
        + "textcolor rgb \(ink)",
      "set rmargin at screen \(number(frame.right))",
      "set tmargin at screen \(number(frame.top))",
    ] + title
  }

  private var title: [String] {
    guard !panel.title.isEmpty else { return [] }
    return [
      "set label 1 \(quoted(panel.title)) at screen 0.015, screen \(number(frame.titlePlace)) left "
        + "font 'sans-serif,15' tc rgb \(quoted(Palette.ink.light))"
    ]
  }

  private var axes: [String] {
    axis(panel.x, "x", over: panel.extent(of: .x))
      + axis(panel.y, "y", over: panel.extent(of: .y))
      + (panel.secondY.map { axis($0, "y2", over: panel.extent(of: .secondY)) } ?? [])
  }

  private func axis(
    _ axis: FigureAxis, _ letter: String, over extent: ClosedRange<Double>?
  ) -> [String] {
    let range = axis.range ?? extent
    let ticks = AxisTicks(axis, over: range)
    var lines = [
      "set \(letter)label \(quoted(axis.label)) tc rgb \(quoted(Palette.ink.light))"
    ]
    if axis.isLogarithmic { lines.append("set logscale \(letter)") }
    if let range {
      lines.append(
        "set \(letter)range \(interval(range, isLogarithmic: axis.isLogarithmic))")
    }
    if let commands = ticks.commands {
      lines.append("set \(letter)tics (\(commands))")
    } else if letter == "y2" {
      lines.append("set y2tics")
    }
    return lines
  }
}

/// The places of a panel's title, legend and axes, as shares of the drawing from its lower left corner.
struct PanelFrame {
  static let width = 480
  static let plotHeight = 300
  /// The height of a line of text.
  private static let line = 21

  let height: Int
  let keyColumns: Int
  let right: Double
  let top: Double
  let keyTop: Double
  let titlePlace: Double
  var keyLeft: Double { 0.01 }

  init(_ panel: Panel) {
    var names: [String] = []
    var isMap = false
    switch panel.content {
    case .series(let series): names = series.map(\.name).filter { !$0.isEmpty }
    case .map: isMap = true
    }
    // gnuplot reckons with letters of width 8.4, and with a width of 50 for a sample of the line with its margins.
    let entry = 8.4 * Double(names.map(\.count).max() ?? 0) + 50
    // It never makes a legend wider than the plot.
    let room = Double(Self.width - 80 - (isMap || panel.secondY != nil ? 92 : 16))
    keyColumns = max(1, Int(room / max(entry, 1)))
    let rows = (names.count + keyColumns - 1) / keyColumns
    let titleHeight = panel.title.isEmpty ? 6 : Self.line + 6
    let headHeight = titleHeight + rows * Self.line + (rows > 0 ? 6 : 0)
    height = Self.plotHeight + headHeight
    let whole = Double(height)
    top = 1 - Double(headHeight) / whole
    keyTop = 1 - Double(titleHeight) / whole
    titlePlace = 1 - 15 / whole
    // gnuplot itself finds room for labels on the left of the axes and below them.
    let needsRoom = isMap || panel.secondY != nil
    right = 1 - (needsRoom ? 92 : 16) / Double(Self.width)
  }
}
