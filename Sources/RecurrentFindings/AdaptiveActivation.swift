import Figures
import Judging
import Summaries
import Wording

/// From most starting shapes, nets that learn the shape of their nonlinearity γ(x; n, s) do better than nets that keep
/// it. The shape moves between the usual activations, and adapting the shape alone compensates changes of the input
/// (arXiv:2006.12253).
///
/// Every statistic is computed from means over replicates; exponents enter by their magnitudes. Where the specification
/// counts "3 of 4" gains or "8 of 10" cases, the statistic is that share, so that the criterion holds for finer grids
/// too.
enum AdaptiveActivation: Finding {
  static let name = "adaptive-activation"
  static let title =
    "Learning the shape of the nonlinearity helps from most starting shapes"
  static let reference = "arXiv:2006.12253"
  static let needs = [
    "validation_accuracy", "saturation_mean", "gain_mean", "autonomous_lyapunov",
    "changed_accuracy", "adapted_accuracy",
  ]

  /// The specification's starting shapes, which include those half-way between softplus and sigmoid; a sweep may have
  /// more.
  private static let gains = [1.0, 5, 10, 20]
  private static let starts = [0, 0.5, 1].flatMap { s in gains.map { ShapeGrid.Point($0, s) } }

  static func statistics(of table: FindingTable) -> [Statistic] {
    let grid = ShapeGrid(table)
    let points = starts + grid.points.filter { !starts.contains($0) }
    let half = points.filter { $0.saturation == 0.5 }
    return gridMeans(grid, points) + halfSaturated(grid, half) + learnedShapes(grid, half)
      + [exponents(ShapeGrid(table, .longest))] + transfer(grid)
  }

  /// The nets of all `points` in all `modes`.
  private static func arms(
    _ grid: ShapeGrid, _ points: [ShapeGrid.Point], _ modes: [ShapeGrid.Mode]
  ) -> [Ensemble] {
    points.flatMap { point in modes.map { grid.nets(point, $0) } }
  }

  /// The accuracy of a mode less that of nets that keep their shape, at each point.
  private static func won(
    _ grid: ShapeGrid, _ points: [ShapeGrid.Point], _ mode: ShapeGrid.Mode
  ) -> [Double] {
    points.map { grid.accuracy($0, mode) - grid.accuracy($0, .fixed) }
  }

  /// 1. The accuracy gained, averaged over the whole grid of starting shapes.
  private static func gridMeans(
    _ grid: ShapeGrid, _ points: [ShapeGrid.Point]
  ) -> [Statistic] {
    [
      Statistic(
        "accuracy, mean over the grid: heterogeneous over static",
        Statistics.mean(won(grid, points, .perUnit)), .atLeast(0.01), reported: "pilot .031",
        of: arms(grid, points, [.perUnit, .fixed])),
      Statistic(
        "accuracy, mean over the grid: homogeneous over static",
        Statistics.mean(won(grid, points, .shared)),
        .atLeast(0.005), reported: "pilot .020", of: arms(grid, points, [.shared, .fixed])),
    ]
  }

  /// 2. The accuracy gained from starts half-way between softplus and sigmoid.
  private static func halfSaturated(
    _ grid: ShapeGrid, _ points: [ShapeGrid.Point]
  ) -> [Statistic] {
    ShapeGrid.Mode.adaptive.flatMap { mode in
      let gains = won(grid, points, mode)
      let arms = arms(grid, points, [mode, .fixed])
      return [
        Statistic(
          "share of gains n at s = 0.5 from which \(mode.word) beats static by 0.01",
          share(of: gains) { $0 >= 0.01 }, .atLeast(0.75), reported: "3 of 4 asked for", of: arms),
        Statistic(
          "accuracy at s = 0.5, mean over n: \(mode.word) over static", Statistics.mean(gains),
          .atLeast(0.02), reported: "pilot .05", of: arms),
      ]
    }
  }

  /// 3. The shape that is learned from these starts.
  private static func learnedShapes(
    _ grid: ShapeGrid, _ points: [ShapeGrid.Point]
  ) -> [Statistic] {
    func largest(_ modes: [ShapeGrid.Mode]) -> Double {
      Statistics.largest(arms(grid, points, modes).map { $0.mean { $0.final("saturation_mean") } })
    }
    return [
      Statistic(
        "largest learned saturation from s = 0.5, both modes", largest(ShapeGrid.Mode.adaptive),
        .atMost(0.49), reported: "pilot .35 to .48",
        of: arms(grid, points, ShapeGrid.Mode.adaptive)),
      Statistic(
        "largest learned saturation from s = 0.5, homogeneous", largest([.shared]), .atMost(0.42),
        reported: "pilot .35 to .37", of: arms(grid, points, [.shared])),
    ]
  }

  /// 4. The exponents without input of heterogeneous nets, as in the pilot, of those that were trained the longest.
  ///
  /// Magnitudes are averaged, since exponents of both signs may have a mean of zero though none of them is zero.
  private static func exponents(_ grid: ShapeGrid) -> Statistic {
    // The sweep does not train softplus starts, s = 0, for longer.
    let required = starts.filter { $0.saturation > 0 }
    let points = required + grid.points.filter { !required.contains($0) }
    let arms = arms(grid, points, [.perUnit])
    let before = arms.map { $0.mean { $0.initial("autonomous_lyapunov") } }
    let sizes = arms.map { $0.mean { abs($0.final("autonomous_lyapunov")) } }
    func largest(_ isChosen: (Double) -> Bool) -> Double {
      before.contains(where: \.isNaN)
        ? .nan : Statistics.largest(zip(before, sizes).filter { isChosen($0.0) }.map(\.1))
    }
    let others = largest { $0 > -0.3 }
    return Statistic(
      "largest mean |λ₁| after training, nats, from starts with λ₁ ≤ −0.3 before",
      largest { $0 <= -0.3 }, .atMost(0.08),
      reported: "pilot .008 and .013, from (5, 0.5) and (1, 0.5); here up to "
        + NumberFormat.figure(others) + " from the other starts",
      of: arms)
  }

  /// 5. The accuracy on changed inputs, with and without adaptation of the shape alone.
  private static func transfer(_ grid: ShapeGrid) -> [Statistic] {
    let starts = [ShapeGrid.Point(5, 0.5), ShapeGrid.Point(1, 0.5)]
    let arms = arms(grid, starts, [.perUnit])
    let cases = starts.flatMap { point in
      zip(
        grid.means("changed_accuracy", point, .perUnit),
        grid.means("adapted_accuracy", point, .perUnit)
      ).map { $1 - $0 }
    }
    let adapted = Statistics.mean(grid.means("adapted_accuracy", starts[0], .perUnit))
    return [
      Statistic(
        "share of changed inputs on which adapting n and s helps", share(of: cases) { $0 > 0 },
        .atLeast(0.8), reported: "8 of 10 asked for", of: arms),
      Statistic(
        "accuracy won by adapting n and s, mean over changed inputs", Statistics.mean(cases),
        .atLeast(0.01), reported: "pilot .031, from (5, 0.5)", of: arms),
      Statistic(
        "adapted accuracy over that on unchanged inputs, from (5, 0.5)",
        adapted / grid.accuracy(starts[0], .perUnit), .atLeast(0.97), reported: "pilot 1.005",
        of: [arms[0]]),
    ]
  }

  private static func share(of values: [Double], _ holds: (Double) -> Bool) -> Double {
    values.isEmpty || values.contains(where: \.isNaN)
      ? .nan : Double(values.count(where: holds)) / Double(values.count)
  }
}
