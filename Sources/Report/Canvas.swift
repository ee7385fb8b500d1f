import Figures

/// Draws figures and keeps what it drew.
struct Canvas {
  private let gnuplot: Gnuplot
  private(set) var drawings: [(name: String, svg: String)] = []
  /// What gnuplot said of figures that it could not draw.
  private(set) var failures: [String] = []

  init(_ gnuplot: Gnuplot) { self.gnuplot = gnuplot }

  /// Each panel as SVG for the page; in place of a figure that cannot be drawn, a line that says so.
  mutating func panels(of figure: Figure, name: String) -> [String] {
    let letters = String(
      name.prefix(100).map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    let panels: [String]
    do { panels = try gnuplot.panels(of: figure, name: "f\(drawings.count)") } catch {
      failures.append("\(error)")
      return [HTML.paragraph("\(error)", soft: true)]
    }
    for (number, panel) in panels.enumerated() {
      let suffix = panels.count > 1 ? "-\(number + 1)" : ""
      drawings.append((letters + suffix, standaloneSVG(panel)))
    }
    return panels
  }

  /// A figure for the page.
  mutating func figure(_ figure: Figure, name: String, caption: String) -> String {
    HTML.figure(panels(of: figure, name: name), caption: caption)
  }
}
