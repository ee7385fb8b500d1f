import Figures

/// Draws figures and keeps what it drew.
struct Canvas {
  private let gnuplot: Gnuplot
  private(set) var drawings: [(name: String, svg: String)] = []

  init(_ gnuplot: Gnuplot) { self.gnuplot = gnuplot }

  /// Each panel as SVG for the page.
  mutating func panels(of figure: Figure, name: String) throws(FigureError) -> [String] {
    let letters = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    let panels = try gnuplot.panels(of: figure, name: "f\(drawings.count)")
    for (number, panel) in panels.enumerated() {
      let suffix = panels.count > 1 ? "-\(number + 1)" : ""
      drawings.append((letters + suffix, standaloneSVG(panel)))
    }
    return panels
  }

  /// A figure for the page.
  mutating func figure(
    _ figure: Figure, name: String, caption: String
  ) throws(FigureError) -> String {
    HTML.figure(try panels(of: figure, name: name), caption: caption)
  }
}
