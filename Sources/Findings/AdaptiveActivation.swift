import Figures

/// Nets that learn the shape of their nonlinearity γ(x; n, s) do better than those that keep it, from most shapes; the
/// shape moves between the usual activations; and the shape alone can take up changes of the input (arXiv:2006.12253).
///
/// Every statistic is of means over replicates. Where the specification counts "3 of 4" gains or "8 of 10" cases, the
/// statistic is that share, so that the mark holds for finer grids too.
public enum AdaptiveActivation: Finding {
  public static let name = "adaptive-activation"
  public static let title = "Learning the shape of the nonlinearity helps from most starting shapes"
  public static let reference = "arXiv:2006.12253"
  public static let needs = [
    "validation_accuracy", "saturation_mean", "gain_mean", "autonomous_lyapunov",
    "changed_accuracy", "adapted_accuracy",
  ]

  public static func statistics(of table: FindingTable) -> [Statistic] {
    let grid = ShapeGrid(table)
    return gridMeans(grid) + halfSaturated(grid) + learnedShapes(grid)
      + exponents(ShapeGrid(table, .longest))
      + transfer(grid)
  }

  /// 1. The mean over the whole grid of starting shapes.
  private static func gridMeans(_ grid: ShapeGrid) -> [Statistic] {
    func gain(of mode: ShapeGrid.Mode) -> Double {
      mean(grid.points.map { grid.accuracy($0, mode) - grid.accuracy($0, .fixed) })
    }
    return [
      Statistic(
        "accuracy, mean over the grid: heterogeneous over static", gain(of: .perUnit),
        .atLeast(0.01), reported: "pilot .031"),
      Statistic(
        "accuracy, mean over the grid: homogeneous over static", gain(of: .shared),
        .atLeast(0.005), reported: "pilot .020"),
    ]
  }

  /// 2. Starts half-way between softplus and sigmoid.
  private static func halfSaturated(_ grid: ShapeGrid) -> [Statistic] {
    ShapeGrid.Mode.adaptive.flatMap { mode in
      let gains = grid.points(saturation: 0.5).map {
        grid.accuracy($0, mode) - grid.accuracy($0, .fixed)
      }
      return [
        Statistic(
          "share of gains n at s = 0.5 from which \(mode.word) beats static by 0.01",
          share(of: gains) { $0 >= 0.01 }, .atLeast(0.75), reported: "3 of 4 asked for"),
        Statistic(
          "accuracy at s = 0.5, mean over n: \(mode.word) over static", mean(gains),
          .atLeast(0.02), reported: "pilot .05"),
      ]
    }
  }

  /// 3. The shape that is learned from there.
  private static func learnedShapes(_ grid: ShapeGrid) -> [Statistic] {
    let learned = ShapeGrid.Mode.adaptive.map { mode in
      grid.points(saturation: 0.5).map { grid.mean("saturation_mean", $0, mode) }
    }
    return [
      Statistic(
        "largest learned saturation from s = 0.5, both modes", largest(learned.flatMap(\.self)),
        .atMost(0.49), reported: "pilot .35 to .48"),
      Statistic(
        "largest learned saturation from s = 0.5, homogeneous", largest(learned[0]),
        .atMost(0.42), reported: "pilot .35 to .37"),
    ]
  }

  /// 4. Dynamics left to themselves, of heterogeneous nets, as in the pilot; of those that were trained the longest.
  private static func exponents(_ grid: ShapeGrid) -> [Statistic] {
    let stable = grid.points.filter {
      grid.initialMean("autonomous_lyapunov", $0, .perUnit) <= -0.3
    }
    let after = stable.map { abs(grid.mean("autonomous_lyapunov", $0, .perUnit)) }
    return [
      Statistic(
        "largest |λ₁| after training, nats, from starts with λ₁ ≤ −0.3 before", largest(after),
        .atMost(0.08), reported: "pilot .008 and .013, from (5, 0.5) and (1, 0.5)")
    ]
  }

  /// 5. Changed inputs, with and without adaptation of the shape alone.
  private static func transfer(_ grid: ShapeGrid) -> [Statistic] {
    let starts = [ShapeGrid.Point(5, 0.5), ShapeGrid.Point(1, 0.5)]
    let cases = starts.flatMap { point in
      zip(
        grid.means("changed_accuracy", point, .perUnit),
        grid.means("adapted_accuracy", point, .perUnit)
      ).map { $1 - $0 }
    }
    let adapted = mean(grid.means("adapted_accuracy", starts[0], .perUnit))
    return [
      Statistic(
        "share of changed inputs on which adapting n and s helps", share(of: cases) { $0 > 0 },
        .atLeast(0.8), reported: "8 of 10 asked for"),
      Statistic(
        "accuracy won by adapting n and s, mean over changed inputs", mean(cases),
        .atLeast(0.01), reported: "pilot .031, from (5, 0.5)"),
      Statistic(
        "adapted accuracy over that on unchanged inputs, from (5, 0.5)",
        adapted / grid.accuracy(starts[0], .perUnit), .atLeast(0.97), reported: "pilot 1.005"),
    ]
  }

  /// NaN of none.
  static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  /// NaN of none, and where one is.
  private static func largest(_ values: [Double]) -> Double {
    values.contains(where: \.isNaN) ? .nan : values.max() ?? .nan
  }

  private static func share(of values: [Double], _ holds: (Double) -> Bool) -> Double {
    values.contains(where: \.isNaN)
      ? .nan : Double(values.count(where: holds)) / Double(values.count)
  }
}
