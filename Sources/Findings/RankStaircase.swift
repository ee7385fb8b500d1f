import Figures
import Foundation
import Schema
import Sweep

/// The ε-rank of a net's last layer rises in steps while its loss falls, later layers have a higher one, and a first layer
/// of independent units spares the early steps (arXiv:2412.05144).
///
/// The marks are the specification's for tanh nets of two layers of 50 that fit a function.
enum RankStaircase: Finding {
  static let name = "rank-staircase"
  static let title = "the loss falls as the number of independent units rises"
  static let reference = "arXiv:2412.05144"
  static let needs = ["epsilon_rank", "approximation_error", "loss_bound", "train_loss"]
  static let mainThreshold = 1e-6
  /// Rounding of double precision in the bound's two sides.
  private static let rounding = 1e-9

  /// A trial as the finding sees it.
  struct Course {
    let trial: FindingTable.Trial
    private let thresholds: [Double]

    init(_ trial: FindingTable.Trial) {
      self.trial = trial
      if case .list(let values) = trial.settings["observe.epsilon_rank.thresholds"] {
        thresholds = values.map {
          switch $0 {
          case .real(let value): value
          case .integer(let value): Double(value)
          default: .nan
          }
        }
      } else {
        thresholds = [RankStaircase.mainThreshold]
      }
    }

    /// How the first layer and the others start, and the slope of the first.
    var start: String {
      let first = trial.text("model.initial.first.scheme")
      if first == "udi" { return "udi \(Int(trial.real("model.initial.first.slope")))" }
      guard first == "hidden" else { return first }
      let hidden = trial.text("model.initial.hidden.scheme")
      return hidden == "glorot_normal" ? "xavier" : hidden
    }

    /// At each checkpoint the rank of each hidden layer, the first one first.
    var ranks: [[Double]] {
      let place = thresholds.firstIndex { abs($0 / RankStaircase.mainThreshold - 1) < 1e-9 } ?? 0
      return (trial.values["epsilon_rank"] ?? []).map { numbers in
        let layers = stride(from: place, to: numbers.count, by: thresholds.count).map {
          numbers[$0]
        }
        return Array(layers.prefix((layers.lastIndex { !$0.isNaN } ?? -1) + 1).dropFirst())
      }
    }

    var lastRanks: [Double] { ranks.map { $0.last ?? .nan } }
    var losses: [Double] { trial.course("train_loss") }
    var correlation: Double { rankCorrelation(lastRanks, losses) }
    var growth: Double { (lastRanks.last ?? .nan) - (lastRanks.first ?? .nan) }
    /// Of the last layer to the first, after training.
    var layerRatio: Double { (ranks.last?.last ?? .nan) / (ranks.last?.first ?? .nan) }

    /// The first looked-at step at which the loss is so small; infinite where it never is.
    func steps(to loss: Double) -> Double {
      losses.firstIndex { $0 <= loss }.map { Double(trial.steps[$0]) } ?? .infinity
    }

    /// How often an error was smaller than its bound.
    var violations: Double {
      let errors = trial.course("approximation_error")
      return zip(errors, trial.values["loss_bound"] ?? []).reduce(0) { sum, pair in
        sum + Double(pair.1.count { !(pair.0 >= $0 - RankStaircase.rounding) })
      }
    }
  }

  private static func courses(of table: FindingTable) -> [Course] {
    table.trials.filter { $0.status == .complete && $0.text("task.name") == "function-fit" }
      .map { Course($0) }
  }

  /// What the marks were calibrated on; other trials of a file are only looked at for violations of the bound.
  private static let calibration: [String: SettingValue] = [
    "task.function": .text("cosines"), "model.activation.family": .text("tanh"),
    "model.widths": .list([.integer(50), .integer(50)]), "training.optimizer": .text("adam"),
    "training.learning_rate": .real(1e-3),
  ]

  private static func isJudged(_ course: Course) -> Bool {
    calibration.allSatisfy { path, value in
      course.trial.settings[path].map { $0 == value } ?? true
    }
  }

  static func statistics(of table: FindingTable) -> [Statistic] {
    let all = courses(of: table)
    let judged = all.filter(isJudged)
    func of(_ start: String) -> [Course] { judged.filter { $0.start == start } }
    let xavierSteps = mean(of("xavier").map { $0.steps(to: 1e-2) })
    var statistics = ["xavier", "torch"].flatMap { start in
      let found = of(start)
      return [
        Statistic(
          "\(start): rank correlation of ε-rank and loss, worst seed",
          worst(found.map(\.correlation)), .atMost(-0.9), reported: "-0.999, -1.00 (calibration)"),
        Statistic(
          "\(start): growth of the last layer's ε-rank, worst seed", least(found.map(\.growth)),
          .atLeast(15), reported: start == "xavier" ? "27 (calibration)" : "25 (calibration)"),
        Statistic(
          "\(start): ε-rank of the last layer / first layer after training, worst seed",
          least(found.map(\.layerRatio)), .atLeast(2),
          reported: start == "xavier" ? "4.8 (calibration)" : "4.2 (calibration)"),
      ]
    }
    for start in ["udi 10", "udi 25"] {
      let found = of(start)
      statistics += [
        Statistic(
          "\(start): ε-rank of the last layer before training, worst seed",
          least(found.map { $0.lastRanks.first ?? .nan }), .atLeast(25),
          reported: "32 at γ = 10, 50 at γ = 25 (calibration)"),
        Statistic(
          "\(start): steps to a loss of 0.01 / xavier's, means",
          mean(found.map { $0.steps(to: 1e-2) }) / xavierSteps, .atMost(0.5),
          reported: "0.36 at γ = 10, 0.22 at γ = 25 (calibration)"),
      ]
    }
    statistics.append(
      Statistic(
        "times that an error was below its bound",
        all.isEmpty ? .nan : all.reduce(0) { $0 + $1.violations },
        .atMost(0), reported: "0 (theorem)"))
    return statistics
  }

  static func figures(of table: FindingTable) -> [Figure] {
    let judged = courses(of: table)
      .filter { isJudged($0) && $0.trial.replicate == 0 }
    let starts =
      ["xavier", "torch"] + Set(judged.map(\.start)).subtracting(["xavier", "torch"]).sorted()
    let panels = starts.compactMap { start in judged.first { $0.start == start } }
      .map { panel($0) }
    return panels.isEmpty ? [] : [Figure("Rank and loss on one axis of steps", panels)]
  }

  private static func panel(_ course: Course) -> Panel {
    let steps = course.trial.steps.map(Double.init)
    func series(_ name: String, _ values: [Double], hue: Int, isOnSecondY: Bool = false) -> Series {
      Series(
        name, zip(steps, values).map { Series.Point($0, $1) }, style: .line, hue: .category(hue),
        isOnSecondY: isOnSecondY)
    }
    return Panel(
      course.start, x: FigureAxis("training step"), y: FigureAxis("ε-rank, ε = 1e-6"),
      secondY: FigureAxis("training loss", isLogarithmic: true),
      .series([
        series("last layer's ε-rank", course.lastRanks, hue: 0),
        series("first layer's ε-rank", course.ranks.map { $0.first ?? .nan }, hue: 2),
        series("loss", course.losses, hue: 1, isOnSecondY: true),
      ]))
  }
}
