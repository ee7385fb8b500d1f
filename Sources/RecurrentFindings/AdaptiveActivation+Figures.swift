import Figures
import Judging
import Wording

extension AdaptiveActivation {
  static func figures(of table: FindingTable) -> [Figure] {
    let grid = ShapeGrid(table)
    return [accuracies(grid), shapes(grid), changes(grid)]
  }

  /// The accuracy over the plane of starting shapes, with a map for each mode.
  private static func accuracies(_ grid: ShapeGrid) -> Figure {
    func axis(_ label: String, _ values: [Double]) -> FigureAxis {
      FigureAxis(
        label,
        ticks: values.enumerated().map { .init(Double($0.offset), NumberFormat.exact($0.element)) })
    }
    let (gains, saturations) = (grid.gains, grid.saturations)
    let all = ShapeGrid.Mode.allCases.flatMap { mode in grid.points.map { grid.accuracy($0, mode) }
    }
    .filter(\.isFinite)
    let range = all.min().flatMap { least in all.max().map { least...$0 } }
    return Figure(
      "Accuracy by starting shape and by who learns it",
      ShapeGrid.Mode.allCases.map { mode in
        let map = HeatMap(
          x: gains.indices.map(Double.init), y: saturations.indices.map(Double.init),
          values: saturations.map { saturation in
            gains.map { grid.accuracy(ShapeGrid.Point($0, saturation), mode) }
          }, label: "validation accuracy", range: range)
        return Panel(
          mode.word, x: axis("starting gain n", gains),
          y: axis("starting saturation s", saturations),
          .map(map))
      })
  }

  /// The paths of the shapes from each start, and the boundary beyond which γ' can exceed one.
  private static func shapes(_ grid: ShapeGrid) -> Figure {
    Figure(
      "What shape is learned from each start",
      ShapeGrid.Mode.adaptive.map { mode in
        let paths = grid.points.map { point in
          let path = zip(
            grid.course("gain_mean", point, mode), grid.course("saturation_mean", point, mode)
          ).map { Series.Point($0, $1) }
          let share = (grid.saturations.firstIndex(of: point.saturation)).map(Double.init) ?? 0
          // Each starting saturation has a colour, which the legend names once.
          return Series(
            point.gain == grid.gains.first
              ? "from s = \(NumberFormat.exact(point.saturation))" : "", path,
            style: .linePoints,
            hue: .along(share / Double(max(1, grid.saturations.count - 1))))
        }
        return Panel(
          mode.word, x: FigureAxis("gain n, mean over units"),
          y: FigureAxis("saturation s, mean over units"), .series(paths + [boundary(grid)]))
      })
  }

  /// The boundary sup γ' = 1, s = 1/(√n − 1)², above which a unit can amplify.
  private static func boundary(_ grid: ShapeGrid) -> Series {
    let last = max(4, grid.gains.last ?? 4)
    let points = (0...64).map { i in
      let n = 4 + (last - 4) * Double(i) / 64
      let root = n.squareRoot() - 1
      return Series.Point(n, 1 / (root * root))
    }
    return Series("largest slope 1", points, style: .reference, hue: .neutral)
  }

  /// The accuracy on changed inputs, without and with adaptation of the shape.
  private static func changes(_ grid: ShapeGrid) -> Figure {
    Figure(
      "Changed inputs, before and after n and s adapt to them",
      [ShapeGrid.Point(5, 0.5), ShapeGrid.Point(1, 0.5)].map { point in
        func series(_ name: String, _ variable: String, _ hue: Int) -> Series {
          let values = grid.means(variable, point, .perUnit)
          return Series(
            name, values.enumerated().map { Series.Point(Double($0.offset + 1), $0.element) },
            style: .points, hue: .category(hue))
        }
        let changed = series("as trained", "changed_accuracy", 0)
        let clean = changed.points.map { Series.Point($0.x, grid.accuracy(point, .perUnit)) }
        return Panel(
          "from n = \(NumberFormat.exact(point.gain)), s = \(NumberFormat.exact(point.saturation))",
          x: FigureAxis(
            "change of the input",
            ticks: grid.changes(point).enumerated().map { .init(Double($0.offset + 1), $0.element) }
          ),
          y: FigureAxis("validation accuracy"),
          .series([
            changed, series("n and s adapted", "adapted_accuracy", 1),
            Series("unchanged input", clean, style: .reference, hue: .neutral),
          ]))
      })
  }
}
