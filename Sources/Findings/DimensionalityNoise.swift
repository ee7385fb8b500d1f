import Figures
import Sweep

/// Noise of small batches, or on the weights, compresses the hidden layer of a linear net to as many dimensions as there
/// are outputs, and balances its energy with the read-out's (arXiv:1906.00443).
enum DimensionalityNoise: Finding {
  static let name = "dimensionality-noise"
  static let title = "gradient noise compresses the hidden layer to the outputs' dimension"
  static let reference = "arXiv:1906.00443"
  static let needs = ["layer_participation_ratio", "balance"]

  /// Nets of one kind of noise.
  private struct Arm {
    /// nil: the whole training set.
    let batch: Double?
    let noise: Double
    let trials: [FindingTable.Trial]

    /// Of the hidden layer, after training.
    var finalRatios: [Double] { trials.map { Self.hidden($0.last("layer_participation_ratio")) } }
    var balances: [Double] { trials.map { $0.final("balance") } }

    /// After training relative to before.
    var changes: [Double] {
      trials.map { trial in
        Self.hidden(trial.last("layer_participation_ratio"))
          / Self.hidden(trial.first("layer_participation_ratio"))
      }
    }

    static func hidden(_ layers: [Double]) -> Double { layers.count > 1 ? layers[1] : .nan }

    var name: String {
      let size = batch.map { "batch \(Int($0))" } ?? "full batch"
      return noise > 0 ? "\(size), weight noise \(noise)" : size
    }

    var course: [Series.Point] {
      guard let steps = trials.first?.steps else { return [] }
      return steps.indices.map { checkpoint in
        Series.Point(
          Double(max(steps[checkpoint], 1)),
          mean(
            trials.compactMap { trial in
              trial.values["layer_participation_ratio"]
                .flatMap { checkpoint < $0.count ? hidden($0[checkpoint]) : nil }
            }))
      }
    }

    private func hidden(_ layers: [Double]) -> Double { Self.hidden(layers) }
  }

  private static func arms(of table: FindingTable) -> [Arm] {
    struct Key: Hashable {
      let batch: Double?
      let noise: Double
    }
    let trials = table.trials.complete(task: "noisy-linear-teacher")
    let groups = Dictionary(grouping: trials) { trial in
      let batch = trial.real("task.batch")
      let isFull = batch.isNaN || batch == trial.real("task.train_samples")
      return Key(batch: isFull ? nil : batch, noise: trial.real("training.weight_noise"))
    }
    return groups.map { Arm(batch: $0.batch, noise: $0.noise, trials: $1) }
      .sorted { ($0.noise, -($0.batch ?? .infinity)) < ($1.noise, -($1.batch ?? .infinity)) }
  }

  static func statistics(of table: FindingTable) -> [Statistic] {
    let arms = arms(of: table)
    let outputs =
      table.trials.complete(task: "noisy-linear-teacher").first
      .map { $0.real("task.outputs") } ?? .nan
    let calm = arms.filter { $0.noise == 0 }
    let full = calm.first { $0.batch == nil }
    func batch(_ size: Double) -> Arm? { calm.first { $0.batch == size } }
    func noise(_ least: Double) -> [Arm] { arms.filter { $0.noise >= least && $0.batch == nil } }
    let strongest = arms.filter { $0.batch == nil }.last
    // Of each setting the mean over seeds: the noise itself lets the balance of a single net go up and down.
    let balanced = ([batch(1), batch(2)].compactMap { $0 } + noise(0.05)).map { mean($0.balances) }
    let sizes = [64.0, 8, 2, 1].map { mean(batch($0)?.finalRatios ?? []) }
    let rises = zip(sizes.dropFirst(), sizes).map { $0 - $1 }
    let limit = 1.5 * outputs
    return [
      Statistic(
        "participation ratio of full batch, largest change relative to the start",
        worst(full?.changes.map { abs($0 - 1) } ?? []), .atMost(0.1), reported: "0.01 (pilot)"),
      Statistic(
        "participation ratio at batch 1", worst(batch(1)?.finalRatios ?? []), .atMost(limit),
        reported: "3.0 (pilot)"),
      Statistic(
        "participation ratio at the strongest weight noise", worst(strongest?.finalRatios ?? []),
        .atMost(limit), reported: "3.1 (pilot)"),
      Statistic(
        "largest rise of the participation ratio as batches go 64, 8, 2, 1", worst(rises),
        .atMost(0), reported: "22.7, 16.3, 3.7, 3.0 (pilot)"),
      Statistic(
        "smallest balance at batches 1 and 2 and under weight noise, means over seeds",
        least(balanced),
        .within(0.85...1.15), reported: "0.95 to 1.1 (pilot)"),
      Statistic(
        "largest balance at batches 1 and 2 and under weight noise, means over seeds",
        worst(balanced),
        .within(0.85...1.15), reported: "0.95 to 1.1 (pilot)"),
      Statistic(
        "balance of full batch, mean over seeds", mean(full?.balances ?? []), .atLeast(1.3),
        reported: "1.55 (pilot)"),
    ]
  }

  static func figures(of table: FindingTable) -> [Figure] {
    let arms = arms(of: table)
    func panel(_ title: String, _ chosen: [Arm]) -> Panel {
      Panel(
        title, x: FigureAxis("training step", isLogarithmic: true),
        y: FigureAxis("participation ratio of the hidden layer", range: 0...30),
        .series(
          chosen.enumerated().map { Series($1.name, $1.course, hue: .category($0)) }))
    }
    return [
      Figure(
        "Noise compresses a linear net's hidden layer",
        [
          panel("small batches", arms.filter { $0.noise == 0 }),
          panel("noise on the weights", arms.filter { $0.batch == nil }),
        ])
    ]
  }
}
