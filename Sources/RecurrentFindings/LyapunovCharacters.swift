import Figures
import Judging
import Summaries

/// Among LSTMs that predict the characters of a text, the largest exponent correlates with the validation loss, early
/// in training too (arXiv:2006.14123; the authors' grid has 110 nets).
enum LyapunovCharacters: Finding {
  static let name = "lyapunov-characters"
  static let title =
    "the largest Lyapunov exponent goes with the loss, early in training too"
  static let reference = "arXiv:2006.14123"
  static let needs = ["validation_loss", "max_lyapunov"]

  /// The share of training after which the early exponent is taken: 4 of the authors' 15 epochs.
  private static let earlyShare = 4.0 / 15

  static func statistics(of table: FindingTable) -> [Statistic] {
    let nets = Ensemble(table)
    let losses = nets.trials.map { $0.final("validation_loss") }
    return [
      Statistic(
        "rank correlation of the final exponent and the final loss",
        Statistics.rankCorrelation(nets.trials.map { $0.final("max_lyapunov") }, losses),
        .atMost(-0.4),
        reported: "authors' data −0.570", of: [nets]),
      Statistic(
        "rank correlation of the exponent at 4/15 of training and the final loss",
        Statistics.rankCorrelation(nets.trials.map(early), losses), .atMost(-0.3),
        reported: "authors' data −0.458", of: [nets]),
    ]
  }

  /// The exponent at the checkpoint nearest to the early moment; NaN where it was not taken there.
  private static func early(_ trial: FindingTable.Trial) -> Double {
    let moment = earlyShare * Double(trial.steps.last ?? 0)
    return zip(trial.steps, trial.course("max_lyapunov")).filter { $0.0 > 0 }
      .min { abs(Double($0.0) - moment) < abs(Double($1.0) - moment) }?.1 ?? .nan
  }

  static func figures(of table: FindingTable) -> [Figure] {
    func points(_ exponent: (FindingTable.Trial) -> Double) -> [Series.Point] {
      table.trials.map { .init(exponent($0), $0.final("validation_loss")) }
    }
    let panel = Panel(
      x: FigureAxis("largest exponent (nats a step)"),
      y: FigureAxis("final validation loss (nats a character)"),
      .series([
        Series(
          "exponent after training", points { $0.final("max_lyapunov") }, style: .points,
          hue: .category(0)),
        Series("exponent early", points(early), style: .points, hue: .category(1)),
      ]))
    return [Figure("Largest exponent and loss of character nets", [panel])]
  }
}
