import Figures
import Judging
import Summaries

/// Noise of small batches, or on the weights, compresses the hidden layer of a linear net to as many dimensions as
/// there are outputs, and balances its energy with the read-out's (arXiv:1906.00443).
enum DimensionalityNoise: Finding {
  static let name = "dimensionality-noise"
  static let title = "gradient noise compresses the hidden layer to the outputs' dimension"
  static let reference = "arXiv:1906.00443"
  static let needs = ["layer_participation_ratio", "balance"]

  /// The participation ratio below which a layer counts as compressed: one and a half times the three outputs.
  private static let compressed = 4.5
  private static let batches = [64.0, 8, 2, 1]
  private static let weightNoises = [0.05, 0.1]

  /// Nets whose batch is the whole training set.
  private static func full(_ table: FindingTable, noise: Double) -> Ensemble {
    nets(table, noise: noise).with("full batch") {
      let batch = $0.real("task.batch")
      return batch.isNaN || batch == $0.real("task.train_samples")
    }
  }

  private static func nets(_ table: FindingTable, noise: Double) -> Ensemble {
    Ensemble(table).with("task.name", "noisy-linear-teacher").with("training.weight_noise", noise)
  }

  private static func hidden(_ layers: [Double]) -> Double { layers.count > 1 ? layers[1] : .nan }

  /// The participation ratio of the hidden layer after training.
  private static func ratio(_ trial: FindingTable.Trial) -> Double {
    hidden(trial.last("layer_participation_ratio"))
  }

  /// The relative change of the participation ratio by training.
  private static func change(_ trial: FindingTable.Trial) -> Double {
    abs(ratio(trial) / hidden(trial.first("layer_participation_ratio")) - 1)
  }

  /// The balance averaged over the seeds of a setting, since noise makes that of a single net fluctuate.
  private static func balance(_ nets: Ensemble) -> Double { nets.mean { $0.final("balance") } }

  static func statistics(of table: FindingTable) -> [Statistic] {
    let full = full(table, noise: 0)
    let small = batches.map { nets(table, noise: 0).with("task.batch", $0) }
    let noisy = weightNoises.map { Self.full(table, noise: $0) }
    return dimensions(full, small, noisy) + balances(full, small.suffix(2) + noisy)
  }

  private static func dimensions(
    _ full: Ensemble, _ small: [Ensemble], _ noisy: [Ensemble]
  ) -> [Statistic] {
    let sizes = small.map { $0.mean(ratio) }
    let rises = zip(sizes.dropFirst(), sizes).map { $0 - $1 }
    return [
      Statistic(
        "participation ratio of full batch, largest change relative to the start",
        full.largest(change), .atMost(0.1), reported: "0.01 (pilot)", of: [full]),
      Statistic(
        "participation ratio at batch 1", small[3].largest(ratio), .atMost(compressed),
        reported: "3.0 (pilot)", of: [small[3]]),
      Statistic(
        "participation ratio at the strongest weight noise", noisy[1].largest(ratio),
        .atMost(compressed), reported: "3.1 (pilot)", of: [noisy[1]]),
      Statistic(
        "largest rise of the participation ratio as batches go 64, 8, 2, 1",
        Statistics.largest(rises),
        .atMost(0), reported: "22.7, 16.3, 3.7, 3.0 (pilot)", of: small),
    ]
  }

  private static func balances(_ full: Ensemble, _ compressed: [Ensemble]) -> [Statistic] {
    let found = compressed.map(balance)
    let name = "balance at batches 1 and 2 and under weight noise, means over seeds"
    return [
      Statistic(
        "smallest \(name)", Statistics.least(found), .within(0.85...1.15),
        reported: "0.95 to 1.1 (pilot)",
        of: compressed),
      Statistic(
        "largest \(name)", Statistics.largest(found), .within(0.85...1.15),
        reported: "0.95 to 1.1 (pilot)",
        of: compressed),
      Statistic(
        "balance of full batch, mean over seeds", balance(full), .atLeast(1.3),
        reported: "1.55 (pilot)", of: [full]),
    ]
  }

  static func figures(of table: FindingTable) -> [Figure] {
    let full = full(table, noise: 0)
    let small = batches.map { size in
      ("batch \(Int(size))", nets(table, noise: 0).with("task.batch", size))
    }
    let noisy = weightNoises.map { noise in
      ("full batch, weight noise \(noise)", Self.full(table, noise: noise))
    }
    func panel(_ title: String, _ chosen: [(String, Ensemble)]) -> Panel {
      Panel(
        title, x: FigureAxis("training step", isLogarithmic: true),
        y: FigureAxis("participation ratio of the hidden layer", range: 0...30),
        .series(
          ([("full batch", full)] + chosen).enumerated().map { index, arm in
            Series(arm.0, course(arm.1), hue: .category(index))
          }))
    }
    return [
      Figure(
        "Noise compresses a linear net's hidden layer",
        [panel("small batches", small), panel("noise on the weights", noisy)])
    ]
  }

  private static func course(_ nets: Ensemble) -> [Series.Point] {
    let courses = nets.means { trial in
      (trial.values["layer_participation_ratio"] ?? []).map(hidden)
    }
    return zip(nets.trials.first?.steps ?? [], courses).map { step, ratio in
      Series.Point(Double(max(step, 1)), ratio)
    }
  }
}
