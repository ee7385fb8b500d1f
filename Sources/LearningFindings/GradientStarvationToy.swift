import Figures
import Judging
import Summaries

/// Under weight decay the stronger of two coupled features lowers the other's response; under a penalty of the outputs
/// it does not (Pezeshki et al., arXiv:2011.09468).
enum GradientStarvationToy: Finding {
  static let name = "gradient-starvation-toy"
  static let title =
    "a stronger feature starves the weaker one, unless outputs are penalised"
  static let reference = "arXiv:2011.09468"
  static let needs = ["feature_response", "fixed_point_residual"]

  /// The strengths s₁ of the first feature, ascending.
  private static let strengths = [2.0, 3, 4, 5, 6]

  private static func arms(_ table: FindingTable, _ penalty: String) -> [Ensemble] {
    let trials = Ensemble(table).with("theory.penalty", penalty)
    return strengths.map { trials.with("theory.strength", $0) }
  }

  static func statistics(of table: FindingTable) -> [Statistic] {
    let (decayed, decoupled) = (arms(table, "weights"), arms(table, "logits"))
    let second = decayed.map { $0.mean { response($0, 1) } }
    let falls = zip(second, second.dropFirst()).map { $1 / $0 }
    let all = decayed + decoupled
    return [
      Statistic(
        "largest ratio of neighbouring z2 as s1 grows, weight decay", Statistics.largest(falls),
        .below(1),
        reported: "0.97", of: decayed),
      Statistic(
        "z2 at the largest s1 against the least, weight decay", second[4] / second[0],
        .within(0.68...0.76), reported: "0.7226", of: [decayed[0], decayed[4]]),
      Statistic(
        "spread of z1 and z2 over s1, spectral decoupling",
        Statistics.largest(
          [0, 1].map { feature in spread(decoupled.map { $0.mean { response($0, feature) } }) }),
        .below(1e-3), reported: "0", of: decoupled),
      Statistic(
        "largest error of the fixed point's equation",
        Statistics.largest(all.map { $0.largest { $0.final("fixed_point_residual") } }),
        .below(1e-6), of: all),
    ]
  }

  private static func response(_ trial: FindingTable.Trial, _ feature: Int) -> Double {
    let responses = trial.last("feature_response")
    return responses.count == 2 ? responses[feature] : .nan
  }

  private static func spread(_ numbers: [Double]) -> Double {
    (Statistics.largest(numbers) - Statistics.least(numbers)) / Statistics.mean(numbers)
  }

  static func figures(of table: FindingTable) -> [Figure] {
    let kinds = [("weights", "weight decay"), ("logits", "spectral decoupling")]
    func panel(_ title: String, _ label: String, _ feature: Int) -> Panel {
      let curves = kinds.enumerated().map { index, kind in
        let trials = table.trials.filter { $0.text("theory.penalty") == kind.0 }
        let points = trials.map { Series.Point($0.real("theory.strength"), response($0, feature)) }
        return Series(kind.1, points.sorted { $0.x < $1.x }, hue: .category(index))
      }
      return Panel(
        title, x: FigureAxis("strength of the first feature, s₁"), y: FigureAxis(label),
        .series(curves))
    }
    return [
      Figure(
        title,
        [
          panel("The other feature", "response z₂", 1),
          panel("The feature itself", "response z₁", 0),
        ])
    ]
  }
}
