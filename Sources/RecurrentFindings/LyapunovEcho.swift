import Figures
import Judging
import Summaries

/// Nets learn best where their largest Lyapunov exponent is just below zero: the validation loss is U-shaped in it.
enum LyapunovEcho: Finding {
  static let name = "lyapunov-echo"
  static let title = "Validation loss is U-shaped in the largest exponent, least just below zero"
  static let reference = "arXiv:2006.14123"
  static let needs = ["max_lyapunov", "validation_loss"]

  private static let gain = "model.initial.recurrent.gain"

  private static let gains = [0.1, 0.3, 0.5, 0.7, 0.9, 1, 1.2, 1.5, 2, 2.5, 3]

  static func statistics(of table: FindingTable) -> [Statistic] {
    let arms = gains.map { Ensemble(table).with(gain, $0) }
    let means = arms.map { $0.mean(loss) }
    let lowest = Statistics.least(means)
    let best = zip(means, arms).first { $0.0 == lowest }?.1
    let nets = arms.flatMap(\.trials)
    return [
      Statistic(
        "largest exponent after training at the best gain", best?.mean(exponent) ?? .nan,
        .within(-0.25...0.02), reported: "pilot -0.16 nat a step, at g = 1.2", of: arms),
      Statistic(
        "mean validation loss of nets that start with exponents from -0.4 to 0",
        Statistics.mean(
          losses(nets, by: { $0.initial("max_lyapunov") }) { (-0.4...0).contains($0) }),
        .atMost(1.10), reported: "pilot 0.976 nat", of: arms),
      Statistic(
        "least validation loss of nets that end above 0.04 or below -1",
        Statistics.least(losses(nets, by: exponent) { !(-1...0.04).contains($0) }), .atLeast(1.85),
        reported: "pilot 2.00 nat", of: arms),
      Statistic(
        "validation loss at the ends of g above the best, the lesser",
        Statistics.least([means[0], means[10]]) - lowest, .atLeast(0.8),
        reported: "pilot 1.08 nat", of: arms),
    ]
  }

  /// The losses of the nets that are chosen by an exponent; empty where an exponent is NaN.
  private static func losses(
    _ nets: [FindingTable.Trial], by exponent: (FindingTable.Trial) -> Double,
    _ isChosen: (Double) -> Bool
  ) -> [Double] {
    guard !nets.contains(where: { exponent($0).isNaN }) else { return [] }
    return nets.filter { isChosen(exponent($0)) }.map(loss)
  }

  private static func loss(_ trial: FindingTable.Trial) -> Double {
    trial.final("validation_loss")
  }

  private static func exponent(_ trial: FindingTable.Trial) -> Double {
    trial.final("max_lyapunov")
  }

  static func figures(of table: FindingTable) -> [Figure] {
    let nets = Ensemble(table)
    let moments: [(String, (FindingTable.Trial) -> Double)] = [
      ("before training", { $0.initial("max_lyapunov") }), ("after training", exponent),
    ]
    let clouds = moments.enumerated().map { index, moment in
      Series(
        moment.0, nets.trials.map { Series.Point(moment.1($0), loss($0)) }, style: .points,
        hue: .category(index))
    }
    let gains = nets.values(of: gain)
    return [
      Figure(
        "Trainability and the largest Lyapunov exponent",
        [
          Panel(
            x: FigureAxis("largest Lyapunov exponent (nat a step)"),
            y: FigureAxis("validation loss (nat)"), .series(clouds)),
          Panel(
            x: FigureAxis("gain g"), y: FigureAxis("validation loss (nat)"),
            secondY: FigureAxis("largest exponent after training (nat a step)"),
            .series([
              Series("loss", gains.map { nets.with(gain, $0).point($0, loss) }),
              Series(
                "exponent", gains.map { nets.with(gain, $0).point($0, exponent) },
                hue: .category(1), isOnSecondY: true),
            ])),
        ])
    ]
  }
}
