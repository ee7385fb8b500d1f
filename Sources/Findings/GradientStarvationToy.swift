public import Figures

/// Of two coupled features, a stronger one takes from the other's response under weight decay, and takes nothing under
/// a penalty of the outputs (Pezeshki et al., arXiv:2011.09468).
public enum GradientStarvationToy: Finding {
  public static let name = "gradient-starvation-toy"
  public static let title =
    "a stronger feature starves the weaker one, unless outputs are penalised"
  public static let reference = "arXiv:2011.09468"
  public static let needs = ["feature_response", "fixed_point_residual"]

  public static func statistics(of table: FindingTable) -> [Statistic] {
    let decayed = responses(table, "weights")
    let decoupled = responses(table, "logits")
    let second = decayed.map(\.second)
    let falls = zip(second, second.dropFirst()).map { $1 / $0 }
    let ratio = (second.last ?? .nan) / (second.first ?? .nan)
    let residuals = table.trials.map { $0.final("fixed_point_residual") }
    return [
      Statistic(
        "largest ratio of neighbouring z2 as s1 grows, weight decay", Regression.largest(falls),
        .below(1), reported: "0.97"),
      Statistic(
        "z2 at the largest s1 against the least, weight decay", ratio, .within(0.68...0.76),
        reported: "0.7226"),
      Statistic(
        "spread of z1 and z2 over s1, spectral decoupling",
        Regression.largest([spread(decoupled.map(\.first)), spread(decoupled.map(\.second))]),
        .below(1e-3), reported: "0"),
      Statistic(
        "largest error of the fixed point's equation", Regression.largest(residuals),
        .below(1e-6)),
    ]
  }

  private static func spread(_ numbers: [Double]) -> Double {
    // Of a single strength there is none.
    guard numbers.count > 1 else { return .nan }
    return (worst(numbers) - least(numbers)) / Regression.mean(numbers)
  }

  /// In the order of s₁.
  private static func responses(
    _ table: FindingTable, _ penalty: String
  ) -> [(strength: Double, first: Double, second: Double)] {
    table.trials.filter { $0.text("theory.penalty") == penalty }.compactMap { trial in
      let response = trial.last("feature_response")
      guard response.count == 2 else { return nil }
      return (trial.real("theory.strength"), response[0], response[1])
    }.sorted { $0.strength < $1.strength }
  }

  public static func figures(of table: FindingTable) -> [Figure] {
    let kinds = [("weights", "weight decay"), ("logits", "spectral decoupling")]
    func panel(_ title: String, _ response: String, isFirst: Bool) -> Panel {
      let curves = kinds.enumerated().map { index, kind in
        Series(
          kind.1,
          responses(table, kind.0).map { .init($0.strength, isFirst ? $0.first : $0.second) },
          hue: .category(index))
      }
      return Panel(
        title, x: FigureAxis("strength of the first feature, s₁"), y: FigureAxis(response),
        .series(curves))
    }
    return [
      Figure(
        title,
        [
          panel("The other feature", "response z₂", isFirst: false),
          panel("The feature itself", "response z₁", isFirst: true),
        ])
    ]
  }
}
