import Foundation
import Figures
import Judging
import Schema
import Summaries
import Wording

/// The ε-rank of a net's last layer rises when its loss falls, later layers have a higher one, and a first layer of
/// independent units spares the early steps (arXiv:2412.05144).
///
/// The criteria are the specification's for tanh nets of two layers of 50 that fit a function, except that for rank and
/// loss: the specification's rank correlation of the two passes for any rising rank and falling loss, and depends on
/// the number of checkpoints. Here the increments of each net's rank are compared with those of its own loss and of
/// other nets' losses (`WindowedIncrements`), so that a course that all nets share is no evidence. Stairs are not
/// counted.
enum RankStaircase: Finding {
  static let name = "rank-staircase"
  static let title = "the loss falls when the number of independent units rises"
  static let reference = "arXiv:2412.05144"
  static let needs = ["epsilon_rank", "approximation_error", "loss_bound", "train_loss"]
  static let mainThreshold = 1e-6
  /// The step at which the windows begin in which rank and loss are compared.
  private static let firstStep = 20.0
  /// The tolerance for rounding in the bound's two sides.
  private static let rounding = 1e-9

  /// The numbers of one trial that the finding reads.
  struct Course {
    let trial: FindingTable.Trial
    private let thresholds: [Double]

    init(_ trial: FindingTable.Trial) {
      self.trial = trial
      let given = trial.numbers("observe.epsilon_rank.thresholds")
      thresholds = given.isEmpty ? [RankStaircase.mainThreshold] : given
    }

    /// The initialisation in words: that of the first layer, with its slope for `udi`, or that of all hidden layers.
    var start: String {
      let first = trial.text("model.initial.first.scheme")
      if first == "udi" {
        return "udi " + NumberFormat.exact(trial.real("model.initial.first.slope"))
      }
      guard first == "hidden" else { return first }
      let hidden = trial.text("model.initial.hidden.scheme")
      return hidden == "glorot_normal" ? "xavier" : hidden
    }

    /// The ε-rank of each hidden layer at each checkpoint, [checkpoints][layers].
    var ranks: [[Double]] {
      let place = thresholds.firstIndex { abs($0 / RankStaircase.mainThreshold - 1) < 1e-9 } ?? 0
      return (trial.values["epsilon_rank"] ?? []).map { numbers in
        let layers = stride(from: place, to: numbers.count, by: thresholds.count).map {
          numbers[$0]
        }
        return Array(trial.layers(of: layers).dropFirst())
      }
    }

    var lastRanks: [Double] { ranks.map { $0.last ?? .nan } }
    var losses: [Double] { trial.course("train_loss") }
    var increments: WindowedIncrements {
      WindowedIncrements(
        steps: trial.steps, lastRanks, losses.map { -log($0) }, from: RankStaircase.firstStep)
    }
    var growth: Double { (lastRanks.last ?? .nan) - (lastRanks.first ?? .nan) }
    /// The ratio of the last layer's ε-rank to the first layer's after training.
    var layerRatio: Double { (ranks.last?.last ?? .nan) / (ranks.last?.first ?? .nan) }

    /// The step of the first checkpoint whose loss is at most `loss`; infinite where there is none, NaN where a loss is
    /// NaN.
    func steps(to loss: Double) -> Double {
      guard !losses.contains(where: \.isNaN) else { return .nan }
      return losses.firstIndex { $0 <= loss }.map { Double(trial.steps[$0]) } ?? .infinity
    }

    /// The number of times that an error was smaller than its bound.
    var violations: Double {
      let errors = trial.course("approximation_error")
      return zip(errors, trial.values["loss_bound"] ?? []).reduce(0) { sum, pair in
        sum + Double(pair.1.count { !(pair.0 >= $0 - RankStaircase.rounding) })
      }
    }
  }

  private static func courses(of nets: Ensemble) -> [Course] { nets.trials.map { Course($0) } }

  private static func all(of table: FindingTable) -> Ensemble {
    Ensemble(table).with("task.name", "function-fit")
  }

  /// The settings on which the criteria were calibrated. Other trials of a file are only checked against the bound.
  private static let calibration: [String: SettingValue] = [
    "task.function": .text("cosines"), "model.activation.family": .text("tanh"),
    "model.widths": .list([.integer(50), .integer(50)]), "training.optimizer": .text("adam"),
    "training.learning_rate": .real(1e-3),
  ]

  private static func arm(_ start: String, _ table: FindingTable) -> Ensemble {
    all(of: table).with("calibrated settings, start \(start)") {
      isCalibrated($0) && Course($0).start == start
    }
  }

  private static func isCalibrated(_ trial: FindingTable.Trial) -> Bool {
    calibration.allSatisfy { path, value in trial.settings[path].map { $0 == value } ?? true }
  }

  static func statistics(of table: FindingTable) -> [Statistic] {
    let xavier = arm("xavier", table)
    let climbing = ["xavier", "torch"]
    return [together(climbing.map { arm($0, table) })]
      + climbing.flatMap { climb($0, arm($0, table)) }
      + ["udi 10", "udi 25"].flatMap { prepared($0, arm($0, table), xavier) }
      + [bound(all(of: table))]
  }

  /// The association of rank and loss in nets that have to find their independent units.
  private static func together(_ starts: [Ensemble]) -> Statistic {
    Statistic(
      "increments of ε-rank and of a net's own −ln loss, association over that with other nets'",
      WindowedIncrements.association(starts.map { courses(of: $0).map(\.increments) }),
      .atLeast(3), reported: "3 standard deviations asked for", of: starts)
  }

  /// The growth of ranks in nets that have to find their independent units.
  private static func climb(_ start: String, _ nets: Ensemble) -> [Statistic] {
    let found = courses(of: nets)
    let isXavier = start == "xavier"
    return [
      Statistic(
        "\(start): growth of the last layer's ε-rank, worst seed",
        Statistics.least(found.map(\.growth)),
        .atLeast(15), reported: isXavier ? "27 (calibration)" : "25 (calibration)", of: [nets]),
      Statistic(
        "\(start): ε-rank of the last layer / first layer after training, worst seed",
        Statistics.least(found.map(\.layerRatio)), .atLeast(2),
        reported: isXavier ? "4.8 (calibration)" : "4.2 (calibration)", of: [nets]),
    ]
  }

  /// The ranks and speed of nets whose first layer has independent units from the start.
  private static func prepared(
    _ start: String, _ nets: Ensemble, _ xavier: Ensemble
  ) -> [Statistic] {
    func steps(_ nets: Ensemble) -> Double {
      Statistics.mean(courses(of: nets).map { $0.steps(to: 1e-2) })
    }
    return [
      Statistic(
        "\(start): ε-rank of the last layer before training, worst seed",
        Statistics.least(courses(of: nets).map { $0.lastRanks.first ?? .nan }), .atLeast(25),
        reported: "32 at γ = 10, 50 at γ = 25 (calibration)", of: [nets]),
      Statistic(
        "\(start): steps to a loss of 0.01 / xavier's, means", steps(nets) / steps(xavier),
        .atMost(0.5), reported: "0.36 at γ = 10, 0.22 at γ = 25 (calibration)",
        of: [nets, xavier]),
    ]
  }

  private static func bound(_ nets: Ensemble) -> Statistic {
    Statistic(
      "times that an error was below its bound",
      courses(of: nets).reduce(0) { $0 + $1.violations }, .atMost(0), reported: "0 (theorem)",
      of: [nets])
  }

  static func figures(of table: FindingTable) -> [Figure] {
    let shown = all(of: table).trials.filter { isCalibrated($0) && $0.replicate == 0 }.map {
      Course($0)
    }
    let plain = ["xavier", "torch"]
    let starts = plain + Set(shown.map(\.start)).subtracting(plain).sorted()
    let panels = starts.compactMap { start in shown.first { $0.start == start } }.map(panel)
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
