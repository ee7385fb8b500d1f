import Figures
import Foundation
import TestSupport
import Testing

/// A figure with all that figures may have.
private let sample = Figure(
  "a & b < c",
  [
    Panel(
      "quotes \" and \\ and {braces}_^", x: FigureAxis("training step + 1", isLogarithmic: true),
      y: FigureAxis("max lyapunov (nat step⁻¹)"), secondY: FigureAxis("rank"),
      .series([
        Series(
          "width 32", (1...20).map { Series.Point(Double($0), sin(Double($0)), band: -1...1) }),
        Series("rank <1>", [Series.Point(1, 3), Series.Point(20, Double.nan)], isOnSecondY: true),
        Series(
          "theory", [Series.Point(1, 0), Series.Point(20, 0)], style: .reference, hue: .neutral),
        Series(
          "all", [Series.Point(2, Double.infinity), Series.Point(3, 1)], style: .points,
          hue: .along(0.4)),
      ])),
    Panel(
      x: FigureAxis("gain"), y: FigureAxis("exponent"),
      .map(
        HeatMap(
          x: [1, 5, 20], y: [1, 2], values: [[0.1, -0.2, .nan], [-1, -2, -3]],
          label: "λ (nat step⁻¹)", isDiverging: true))),
  ])

@Suite struct GnuplotTests {
  @Test func `every panel is well-formed SVG with text that can be searched`() throws {
    let panels = try Gnuplot().panels(of: sample, name: "f1")
    #expect(panels.count == 2)
    let curves = try #require(XMLContent(panels[0]))
    for text in ["training step + 1", "nat step⁻¹", "width 32", "rank <1>", "{braces}_^"] {
      #expect(curves.text.contains(text), "\(text)")
    }
    #expect(curves.elements.first?.name == "svg")
    let map = try #require(XMLContent(panels[1]))
    // gnuplot draws an image, or cell by cell where some are missing.
    #expect(map.elements.contains { $0.name == "polygon" })
    #expect(map.text.contains("λ (nat step⁻¹)"))
  }

  @Test func `every character in every text is drawn as that character, and none is obeyed`() throws
  {
    try withTemporaryDirectory { folder in
      let signs = String(String.UnicodeScalarView((33..<127).map { UnicodeScalar(UInt8($0)) }))
      let text = "`touch \(folder)/made`\(signs)\u{1B}\u{0}\r\n'"
      // gnuplot cuts the labels of ticks at 50 bytes, and leaves out ticks that no room is left for.
      let parts = stride(from: 0, to: 94, by: 12).map { String(signs.dropFirst($0).prefix(12)) }
      let ticks = parts.enumerated().map { FigureAxis.Tick(Double($0 + 1), $1) }
      let series = Series(text, [Series.Point(1, 1), Series.Point(8, 8)])
      let places = (1...8).map(Double.init)
      let map = HeatMap(x: places, y: places, values: places.map { _ in places }, label: text)
      let axis = FigureAxis(text, ticks: ticks)
      let figure = Figure(
        text,
        [
          Panel(text, x: axis, y: axis, secondY: axis, .series([series])),
          Panel(text, x: axis, y: axis, .map(map)),
        ])
      for (panel, least) in zip(try Gnuplot().panels(of: figure, name: "f"), [5, 4]) {
        let content = try #require(XMLContent(standaloneSVG(panel)))
        #expect(content.text.components(separatedBy: signs).count > least, "\(content.text)")
        let rest = content.text.replacing(signs, with: "")
        for part in parts { #expect(rest.contains(part), "\(part)") }
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }

  @Test func `a curve that is flat to six digits is drawn`() throws {
    let points = [Series.Point(1, 0.75), Series.Point(2, 0.75000011)]
    for isLogarithmic in [false, true] {
      let y = FigureAxis("y", isLogarithmic: isLogarithmic)
      let figure = Figure("flat", [Panel(x: FigureAxis("x"), y: y, .series([Series("", points)]))])
      #expect(try Gnuplot().panels(of: figure, name: "f").count == 1)
    }
  }

  @Test func `a drawing has no background, no fonts, and colours of the palette alone`() throws {
    let panel = try Gnuplot().panels(of: sample, name: "f1")[0]
    #expect(!panel.contains("rgb(") && !panel.contains("font-family") && !panel.contains("feFlood"))
    let content = try #require(XMLContent(panel))
    let known = Set(
      (Palette.categories + Palette.sequence + [Palette.ink, Palette.grid, Palette.reference])
        .map(\.light) + ["none", "currentColor"])
    for attribute in content.attributes where ["stroke", "fill"].contains(attribute.name) {
      #expect(known.contains(attribute.value), "\(attribute)")
    }
  }

  @Test func `drawings of one page share no identifiers`() throws {
    let gnuplot = try Gnuplot()
    let ids = try (0..<3).flatMap { number -> [String] in
      try gnuplot.panels(of: sample, name: "f\(number)").flatMap { panel in
        try #require(XMLContent(panel)).attributes.filter { $0.name == "id" }.map(\.value)
      }
    }
    #expect(Set(ids).count == ids.count && !ids.isEmpty)
    let panel = try gnuplot.panels(of: sample, name: "g")[0]
    let content = try #require(XMLContent(panel))
    let own = Set(content.attributes.filter { $0.name == "id" }.map(\.value))
    for link in content.attributes where link.name == "href" && link.element == "use" {
      #expect(own.contains(String(link.value.dropFirst())), "\(link.value)")
    }
  }

  @Test func `a drawing that stands alone turns round on dark screens`() throws {
    let alone = standaloneSVG(try Gnuplot().panels(of: sample, name: "f1")[0])
    #expect(XMLContent(alone) != nil)
    #expect(alone.contains("prefers-color-scheme:dark"))
  }

  @Test(arguments: [
    Figure("empty", [Panel(x: FigureAxis("x"), y: FigureAxis("y"), .series([]))]),
    Figure(
      "one number",
      [
        Panel(
          x: FigureAxis("x", isLogarithmic: true), y: FigureAxis("y", isLogarithmic: true),
          .series([Series("a", [Series.Point(1, 1)])]))
      ]),
    Figure(
      "nothing finite",
      [
        Panel(
          x: FigureAxis("x"), y: FigureAxis("y"),
          .series([Series("a", [Series.Point(1, Double.nan)])]))
      ]),
    Figure(
      "an even map",
      [
        Panel(
          x: FigureAxis("x"), y: FigureAxis("y"),
          .map(HeatMap(x: [1, 2], y: [1, 2], values: [[1, 1], [1, 1]], label: "z")))
      ]),
    Figure(
      "a map of nothing",
      [
        Panel(
          x: FigureAxis("x"), y: FigureAxis("y"),
          .map(HeatMap(x: [1, 2], y: [1], values: [[.nan, .nan]], label: "z")))
      ]),
    Figure(
      "a map of columns that end early",
      [
        Panel(
          x: FigureAxis("x"), y: FigureAxis("y"),
          .map(
            HeatMap(
              x: [5, 10, 20], y: (0..<30).map(Double.init),
              values: (0..<30).map { [$0 < 15 ? 0.1 : .nan, $0 < 20 ? 0.2 : .nan, 0.3] },
              label: "z")))
      ]),
  ])
  func `figures with little in them are drawn too`(_ figure: Figure) throws {
    for panel in try Gnuplot().panels(of: figure, name: "f") {
      #expect(XMLContent(panel) != nil)
    }
  }

  @Test func `a missing gnuplot is told with the remedy`() {
    let error = #expect(throws: FigureError.self) {
      try Gnuplot(environment: ["PATH": "/nowhere"])
    }
    #expect(error == .gnuplotMissing(searched: "/nowhere"))
    #expect(error?.description.contains("cluster/setup.sh") == true)
  }
}
