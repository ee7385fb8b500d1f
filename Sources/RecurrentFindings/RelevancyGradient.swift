import Figures
import Foundation
import Judging
import Summaries

/// Before training, the derivative of the last step's loss by an early state falls with the length of the sequence:
/// exponentially without attention, as the inverse length with equal weights on all states, and hardly with equal
/// weights on four states (arXiv:2006.09471, theorems 1 and 2).
enum RelevancyGradient: Finding {
  static let name = "relevancy-screening-gradient"
  static let title = "attention to all states lets gradients fall as 1/T, to few not at all"
  static let reference = "arXiv:2006.09471"
  static let needs = ["gradient_norm_by_lag"]

  private static let length = "task.stimulus"
  private static let memories = ["none", "full", "screened"]

  private static func arm(_ memory: String, _ table: FindingTable) -> Ensemble {
    Ensemble(table).with("model.attention.memory", memory)
  }

  /// The norm of the derivative by the third state; NaN where it was not taken.
  private static func early(_ trial: FindingTable.Trial) -> Double { norm(trial, at: 2) }

  /// The norm of the derivative by the state in the middle of the sequence.
  private static func middle(_ trial: FindingTable.Trial) -> Double {
    norm(trial, at: Int(trial.real(length)) / 2)
  }

  /// The norm of the derivative by the state at `step`, counted from 0; NaN where it was not taken.
  private static func norm(_ trial: FindingTable.Trial, at step: Int) -> Double {
    let lag = Int(trial.real(length)) - 1 - step
    let norms = trial.first("gradient_norm_by_lag")
    return norms.indices.contains(lag) ? norms[lag] : .nan
  }

  private static func mean(_ nets: Ensemble, at steps: Double) -> Double {
    nets.with(length, steps).mean(early)
  }

  /// The slope of a norm over the length, both as logarithms.
  private static func slope(
    _ nets: Ensemble, _ norm: (FindingTable.Trial) -> Double
  ) -> Double {
    Statistics.slope(
      nets.values(of: length).map { (x: log($0), y: log(nets.with(length, $0).mean(norm))) })
  }

  static func statistics(of table: FindingTable) -> [Statistic] {
    let (none, full, few) = (arm("none", table), arm("full", table), arm("screened", table))
    let allLengths = [32, 64, 128, 256, 512].map { full.with(length, $0) }
    func pair(_ nets: Ensemble, _ low: Double, _ high: Double) -> [Ensemble] {
      [nets.with(length, low), nets.with(length, high)]
    }
    return [
      Statistic(
        "all states: slope of log ‖∂L/∂h‖ over log T, h in the middle", slope(full, middle),
        .within(-1.35 ... -0.65), reported: "pilot −1.17; −1 (theorem 1)", of: allLengths),
      Statistic(
        "all states: the same, h the third state", slope(full, early), .within(-1.35 ... -0.5),
        reported: "pilot −0.91, marked to −0.65; −0.64 in PyTorch", of: allLengths),
      Statistic(
        "four states: ‖∂L/∂h₂‖ at T = 512 / at T = 32", mean(few, at: 512) / mean(few, at: 32),
        .atLeast(0.3), reported: "pilot 0.72", of: pair(few, 32, 512)),
      Statistic(
        "no attention: ‖∂L/∂h₂‖ at T = 64 / at T = 32", mean(none, at: 64) / mean(none, at: 32),
        .atMost(1e-3), reported: "pilot 4e-8", of: pair(none, 32, 64)),
    ]
  }

  static func figures(of table: FindingTable) -> [Figure] {
    let names = ["no attention", "all states", "four states"]
    let curves = zip(memories, names).enumerated().map { index, pair in
      let nets = arm(pair.0, table)
      let points = nets.values(of: length).map { nets.with(length, $0).point($0, early) }
        .filter { $0.y > 1e-20 }
      return Series(pair.1, points, hue: .category(index))
    }
    return [
      Figure(
        "How far back the loss reaches",
        [
          Panel(
            "before training", x: FigureAxis("length of the sequence, T", isLogarithmic: true),
            y: FigureAxis("‖∂L/∂h₂‖", isLogarithmic: true), .series(curves))
        ])
    ]
  }
}
