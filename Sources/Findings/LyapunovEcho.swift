import Figures

/// Nets learn best where their largest Lyapunov exponent is just below zero: the validation loss is U-shaped in it.
enum LyapunovEcho: Finding {
  static let name = "lyapunov-echo"
  static let title = "Validation loss is U-shaped in the largest exponent, least just below zero"
  static let reference = "arXiv:2006.14123"
  static let needs = ["max_lyapunov", "validation_loss"]

  private static let gain = "model.initial.recurrent.gain"

  static func statistics(of table: FindingTable) -> [Statistic] {
    let nets = Ensemble(table)
    let gains = nets.values(of: gain)
    let losses = gains.map { nets.with(gain, $0).mean(loss) }
    let best = losses.contains(where: \.isNaN) ? nil : zip(losses, gains).min { $0.0 < $1.0 }
    return [
      Statistic(
        "largest exponent after training at the best gain",
        best.map { nets.with(gain, $0.1).mean(exponent) } ?? .nan, .within(-0.25...0.02),
        reported: "pilot -0.16 nat a step, at g = 1.2"),
      Statistic(
        "mean validation loss of nets that start with exponents from -0.4 to 0",
        Ensemble(nets.trials.filter { (-0.4...0).contains($0.initial("max_lyapunov")) })
          .mean(loss), .atMost(1.10), reported: "pilot 0.976 nat"),
      Statistic(
        "least validation loss of nets that end above 0.04 or below -1",
        Ensemble(nets.trials.filter { !(-1...0.04).contains(exponent($0)) })
          .smallest(loss), .atLeast(1.85), reported: "pilot 2.00 nat"),
      Statistic(
        "validation loss at the ends of g above the best, the lesser",
        min(losses.first ?? .nan, losses.last ?? .nan) - (best?.0 ?? .nan), .atLeast(0.8),
        reported: "pilot 1.08 nat"),
    ]
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
