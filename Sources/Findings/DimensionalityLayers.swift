import Figures
import Sweep

/// Trained nets expand a representation's dimension in early layers and compress it in later ones; local estimates tell
/// them from untrained nets, whose global dimension falls too (arXiv:1906.00443).
///
/// Looks at the nets that tell curved clusters apart by unspoiled labels of the largest training set; pass marks hold
/// for those with the smallest batch, as the pilot's, as means over the seeds.
enum DimensionalityLayers: Finding {
  static let name = "dimensionality-layers"
  static let title = "dimension expands in early layers and is compressed in later ones"
  static let reference = "arXiv:1906.00443"
  static let needs = [
    "layer_participation_ratio", "layer_local_participation_ratio",
    "layer_two_nearest_neighbours", "layer_maximum_likelihood", "validation_accuracy",
  ]

  private static func trials(of table: FindingTable) -> [FindingTable.Trial] {
    let all = table.trials.complete(task: "curved-clusters")
      .filter { $0.real("task.label_noise") == 0 }
    let size = all.map { $0.real("task.train_samples") }.max()
    let sized = all.filter { $0.real("task.train_samples") == size }
    let batch = sized.map { $0.real("task.batch") }.filter { !$0.isNaN }.min()
    return sized.filter { batch == nil || $0.real("task.batch") == batch }
  }

  static func statistics(of table: FindingTable) -> [Statistic] {
    let trials = trials(of: table)
    func profiles(_ variable: String) -> [LayerProfile] {
      trials.map { LayerProfile($0, variable) }
    }
    let global = profiles("layer_participation_ratio").map(\.trained)
    let local = profiles("layer_local_participation_ratio")
    let likelihood = profiles("layer_maximum_likelihood")
    return [
      Statistic(
        "participation ratio, largest of layers 1 to 3 / input, trained",
        mean(global.map { expansion($0) }), .atLeast(1.15), reported: "1.33 (pilot)"),
      Statistic(
        "participation ratio, last layer / largest, trained",
        mean(global.map { ($0.last ?? .nan) / ($0.max() ?? .nan) }), .atMost(0.75),
        reported: "0.62 (pilot)"),
      Statistic(
        "local participation ratio, last layer / input, trained",
        mean(local.map(\.trainedRatio)), .atMost(0.85), reported: "0.78 (pilot)"),
      Statistic(
        "local participation ratio, last layer / input, untrained",
        mean(local.map(\.untrainedRatio)), .atLeast(1.1), reported: "1.19 (pilot)"),
      Statistic(
        "TwoNN, last layer / input, trained",
        mean(profiles("layer_two_nearest_neighbours").map(\.trainedRatio)), .atMost(0.8),
        reported: "0.71 (pilot)"),
      Statistic(
        "maximum-likelihood dimension of the last layer, trained / untrained",
        mean(likelihood.map { ($0.trained.last ?? .nan) / ($0.untrained.last ?? .nan) }),
        .atMost(0.7), reported: "0.59 (pilot)"),
      Statistic(
        "test accuracy", mean(trials.map { $0.final("validation_accuracy") }), .atLeast(0.95),
        reported: "0.987 (pilot)"),
    ]
  }

  private static func expansion(_ layers: [Double]) -> Double {
    guard layers.count > 3 else { return .nan }
    return worst(Array(layers[1...3])) / layers[0]
  }

  static func figures(of table: FindingTable) -> [Figure] {
    let trials = trials(of: table)
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
