import Figures
import Judging
import Summaries

/// LSTMs whose weights start uniform on ±p do not learn where they start chaotic; those that learn end with a largest
/// joint exponent just below zero (arXiv:2006.14123).
enum LyapunovGated: Finding {
  static let name = "lyapunov-lstm"
  static let title =
    "LSTMs that start chaotic do not learn; the joint Lyapunov exponent tells them apart"
  static let reference = "arXiv:2006.14123"
  static let needs = ["validation_loss", "max_lyapunov"]

  private static let bound = "model.initial.uniform"
  /// The values of p for which nets start calm, and those for which they start chaotic.
  private static let (calm, chaotic) = ([0.1, 0.4, 0.7], [1.5, 3])

  static func statistics(of table: FindingTable) -> [Statistic] {
    func arms(_ bounds: [Double]) -> [Ensemble] { bounds.map { Ensemble(table).with(bound, $0) } }
    let (calm, chaotic) = (arms(calm), arms(chaotic))
    func least(_ arms: [Ensemble]) -> Double { Statistics.least(arms.map { $0.mean(loss) }) }
    return [
      Statistic(
        "validation loss at p ≥ 1.5 above the best (nats)", least(chaotic) - least(calm + chaotic),
        .atLeast(0.3), reported: "pilot 0.55: 2.04 at p = 1.5, best 1.49", of: calm + chaotic),
      Statistic(
        "largest joint exponent at p = 3 after training (nats a step)",
        chaotic[1].mean { $0.final("max_lyapunov") }, .above(0), reported: "pilot +0.33",
        of: [chaotic[1]]),
    ]
  }

  private static func loss(_ trial: FindingTable.Trial) -> Double {
    trial.final("validation_loss")
  }

  static func figures(of table: FindingTable) -> [Figure] {
    let nets = Ensemble(table)
    let bounds = nets.values(of: bound)
    let p = FigureAxis("p, weights uniform on ±p", isLogarithmic: true)
    func series(
      _ name: String, _ hue: Int, _ y: (FindingTable.Trial) -> Double
    ) -> Series {
      Series(
        name, bounds.map { .init($0, nets.with(bound, $0).mean(y)) }, hue: .category(hue))
    }
    let ends = [bounds.first ?? 0.1, bounds.last ?? 3]
    let zero = Series(
      "edge of chaos", ends.map { .init($0, 0) }, style: .reference, hue: .neutral)
    return [
      Figure(
        "LSTMs that start chaotic do not learn",
        [
          Panel(
            "what is learnt", x: p, y: FigureAxis("validation loss (nats a symbol)"),
            .series([series("after training", 0, loss)])),
          Panel(
            "joint Lyapunov exponent", x: p, y: FigureAxis("largest exponent (nats a step)"),
            .series([
              series("before", 1) { $0.initial("max_lyapunov") },
              series("after", 0) { $0.final("max_lyapunov") }, zero,
            ])),
        ])
    ]
  }
}
