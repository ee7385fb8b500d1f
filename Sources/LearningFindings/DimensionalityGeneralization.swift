import Figures
import Judging
import Summaries

/// The larger the share of redrawn training labels, the worse nets generalise and the more dimensions their last layer
/// has (arXiv:1906.00443).
///
/// It reads nets on curved clusters with training sets of 1000 examples, of which a share has redrawn labels.
enum DimensionalityGeneralization: Finding {
  static let name = "dimensionality-generalisation"
  static let title = "representations of fewer dimensions generalise better"
  static let reference = "arXiv:1906.00443"
  static let needs = [
    "layer_local_participation_ratio", "layer_maximum_likelihood", "validation_accuracy",
  ]

  private static let estimates = [
    ("maximum likelihood", "layer_maximum_likelihood"),
    ("local participation ratio", "layer_local_participation_ratio"),
    ("participation ratio", "layer_participation_ratio"),
    ("TwoNN", "layer_two_nearest_neighbours"),
  ]

  private static let shares = [0, 0.25, 0.5, 0.75, 1]

  /// The nets of each share of redrawn labels, in ascending order.
  private static func arms(of table: FindingTable) -> [Ensemble] {
    let nets = Ensemble(table).with("task.name", "curved-clusters").with("task.train_samples", 1000)
    return shares.map { nets.with("task.label_noise", $0) }
  }

  private static func lastLayer(_ trial: FindingTable.Trial, _ variable: String) -> Double {
    LayerProfile(trial, variable).trained.last ?? .nan
  }

  static func statistics(of table: FindingTable) -> [Statistic] {
    let arms = arms(of: table)
    let trials = arms.flatMap(\.trials)
    let accuracies = trials.map { $0.final("validation_accuracy") }
    func correlation(_ variable: String) -> Double {
      Statistics.rankCorrelation(accuracies, trials.map { lastLayer($0, variable) })
    }
    func local(_ arm: Ensemble) -> Double {
      arm.mean { lastLayer($0, "layer_local_participation_ratio") }
    }
    return [
      Statistic(
        "rank correlation of test accuracy and maximum-likelihood dimension",
        correlation("layer_maximum_likelihood"), .atMost(-0.85), reported: "-0.99 (pilot)",
        of: arms),
      Statistic(
        "rank correlation of test accuracy and local participation ratio",
        correlation("layer_local_participation_ratio"), .atMost(-0.85), reported: "-0.95 (pilot)",
        of: arms),
      Statistic(
        "local participation ratio, all labels redrawn / none", local(arms[4]) / local(arms[0]),
        .atLeast(1.6),
        reported: "2.16 (pilot)", of: [arms[0], arms[4]]),
    ]
  }

  static func figures(of table: FindingTable) -> [Figure] {
    let trials = arms(of: table).flatMap(\.trials)
    let series = estimates.enumerated().map { index, estimate in
      Series(
        estimate.0,
        trials.map { Series.Point($0.final("validation_accuracy"), lastLayer($0, estimate.1)) }
          .sorted { $0.x < $1.x }, style: .points, hue: .category(index))
    }
    return [
      Figure(
        "Dimension of the last layer against generalisation, labels redrawn in part",
        [
          Panel(
            x: FigureAxis("test accuracy", range: 0...1), y: FigureAxis("dimension"),
            .series(series))
        ])
    ]
  }
}
