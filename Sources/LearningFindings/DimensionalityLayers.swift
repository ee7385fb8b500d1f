import Figures
import Judging
import Summaries

/// Trained nets expand a representation's dimension in early layers and compress it in later ones. Local estimates
/// distinguish them from untrained nets, whose global dimension falls too (arXiv:1906.00443).
///
/// It reads the nets that learn curved clusters from 2000 examples with their true labels in batches of 16, as in the
/// pilot. Numbers are means over the seeds.
enum DimensionalityLayers: Finding {
  static let name = "dimensionality-layers"
  static let title = "dimension expands in early layers and is compressed in later ones"
  static let reference = "arXiv:1906.00443"
  static let needs = [
    "layer_participation_ratio", "layer_local_participation_ratio",
    "layer_two_nearest_neighbours", "layer_maximum_likelihood", "validation_accuracy",
  ]

  private static func nets(of table: FindingTable) -> Ensemble {
    Ensemble(table).with("task.name", "curved-clusters").with("task.label_noise", 0)
      .with("task.train_samples", 2000).with("task.batch", 16)
  }

  static func statistics(of table: FindingTable) -> [Statistic] {
    let nets = nets(of: table)
    func profiles(_ variable: String) -> [LayerProfile] {
      nets.trials.map { LayerProfile($0, variable) }
    }
    let global = profiles("layer_participation_ratio").map(\.trained)
    let local = profiles("layer_local_participation_ratio")
    let likelihood = profiles("layer_maximum_likelihood")
    return [
      Statistic(
        "participation ratio, largest of layers 1 to 3 / input, trained",
        Statistics.mean(global.map { expansion($0) }), .atLeast(1.15), reported: "1.33 (pilot)",
        of: [nets]),
      Statistic(
        "participation ratio, last layer / largest, trained",
        Statistics.mean(global.map { ($0.last ?? .nan) / Statistics.largest($0) }), .atMost(0.75),
        reported: "0.62 (pilot)", of: [nets]),
      Statistic(
        "local participation ratio, last layer / input, trained",
        Statistics.mean(local.map(\.trainedRatio)), .atMost(0.85), reported: "0.78 (pilot)",
        of: [nets]),
      Statistic(
        "local participation ratio, last layer / input, untrained",
        Statistics.mean(local.map(\.untrainedRatio)), .atLeast(1.1), reported: "1.19 (pilot)",
        of: [nets]),
      Statistic(
        "TwoNN, last layer / input, trained",
        Statistics.mean(profiles("layer_two_nearest_neighbours").map(\.trainedRatio)), .atMost(0.8),
        reported: "0.71 (pilot)", of: [nets]),
      Statistic(
        "maximum-likelihood dimension of the last layer, trained / untrained",
        Statistics.mean(likelihood.map { ($0.trained.last ?? .nan) / ($0.untrained.last ?? .nan) }),
        .atMost(0.7), reported: "0.59 (pilot)", of: [nets]),
      Statistic(
        "test accuracy", nets.mean { $0.final("validation_accuracy") }, .atLeast(0.95),
        reported: "0.987 (pilot)", of: [nets]),
    ]
  }

  private static func expansion(_ layers: [Double]) -> Double {
    guard layers.count > 3 else { return .nan }
    return Statistics.largest(Array(layers[1...3])) / layers[0]
  }

  static func figures(of table: FindingTable) -> [Figure] {
    let trials = nets(of: table).trials
    let panels = [
      ("global: participation ratio", "layer_participation_ratio"),
      ("local participation ratio", "layer_local_participation_ratio"),
      ("TwoNN", "layer_two_nearest_neighbours"),
      ("maximum likelihood", "layer_maximum_likelihood"),
    ].map { title, variable in
      let profiles = trials.map { LayerProfile($0, variable) }
      return Panel(
        title, x: FigureAxis("layer (0: input)"), y: FigureAxis("dimension"),
        .series([
          layerSeries("trained", profiles.map(\.trained), hue: 0),
          layerSeries("untrained", profiles.map(\.untrained), hue: 1),
        ]))
    }
    return [Figure("Dimension of the representation by layer, before and after training", panels)]
  }
}
