import Figures

/// Draws figures and keeps the drawings.
struct Canvas {
  private let gnuplot: Gnuplot
  private(set) var drawings: [(name: String, svg: String)] = []
  /// The messages about figures that could not be drawn.
  private(set) var failures: [String] = []

  init(_ gnuplot: Gnuplot) { self.gnuplot = gnuplot }

  /// Each panel as SVG for the page; where the figure cannot be drawn, one line that says so.
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

  /// The HTML of a figure with its caption.
  mutating func figure(_ figure: Figure, name: String, caption: String) -> String {
    HTML.figure(panels(of: figure, name: name), caption: caption)
  }
}
