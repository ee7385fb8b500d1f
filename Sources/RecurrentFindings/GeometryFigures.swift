import Summaries
import Figures

/// The headline figure of arXiv:2001.03255's finding: the readers' accuracy and the geometry of states against time.
enum GeometryFigures {
  private static let time = FigureAxis("time step t")

  static func course(of group: GeometryGroup) -> Figure {
    func series(
      _ name: String, _ category: Int, onSecond: Bool = false,
      _ values: @escaping (GeometryNet) -> [Double]
    ) -> Series {
      let points = group.series(values).map {
        Series.Point(
          Double($0.time), $0.mean, band: $0.low <= $0.high ? $0.low...$0.high : nil)
      }
      return Series(name, points, hue: .category(category), isOnSecondY: onSecond)
    }
    let stimulus = Double(group.nets.first?.stimulus ?? 0) - 0.5
    func end(_ height: Double) -> Series {
      Series(
        "", [Series.Point(stimulus, 0), Series.Point(stimulus, height)], style: .reference,
        hue: .neutral)
    }
    let top = group.series(\.separation).map(\.high).filter(\.isFinite).max() ?? 1
    return Figure(
      "A pattern until the dashed line, then \(group.blanks) blanks, then the question. Means over "
        + "nets; bands: their range.",
      [
        Panel(
          "\(group.blanks) blanks: who knows the class", x: time,
          y: FigureAxis("accuracy", range: 0...1),
          .series([
            series("nearest neighbours", 2, \.neighbors), series("fresh linear fit", 0, \.linear),
            series("trained read-out", 1, \.readout), end(1),
          ])),
        Panel(
          "\(group.blanks) blanks: geometry", x: time,
          y: FigureAxis("class separation S", range: 0...(1.05 * max(top, 0.1))),
          secondY: FigureAxis("participation ratio"),
          .series([
            series("separation, trained", 3, \.separation),
            series("untrained", 7, \.untrainedSeparation),
            series("participation ratio, trained", 4, onSecond: true, \.ratio),
            series("PR untrained", 5, onSecond: true, \.untrainedRatio), end(1.05 * top),
          ])),
      ])
  }

  /// The accuracy at other numbers of blanks; nil where none were tried.
  static func length(of group: GeometryGroup) -> Figure? {
    let tried = Set(group.nets.flatMap(\.changed.keys)).compactMap { name in
      name.hasPrefix("blanks=") ? Int(name.dropFirst(7)) : nil
    }.sorted()
    guard !tried.isEmpty else { return nil }
    let points = tried.map { blanks in
      let values = group.nets.compactMap { $0.changed["blanks=\(blanks)"] }.filter(\.isFinite)
      let mean = values.reduce(0, +) / Double(max(values.count, 1))
      return Series.Point(
        Double(blanks), mean, band: Statistics.range(values))
    }
    return Figure(
      "Nets that learned \(group.blanks) blanks, asked after others.",
      [
        Panel(
          "one blank more or less", x: FigureAxis("blanks when asked"),
          y: FigureAxis("accuracy", range: 0...1),
          .series([Series("", points, hue: .category(1))]))
      ])
  }
}
