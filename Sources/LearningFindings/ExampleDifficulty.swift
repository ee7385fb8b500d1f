import Judging
import Figures
import Summaries

/// The tangent kernel aligns with the labels of easy examples sooner and further than with those of difficult ones,
/// more so in deeper nets; the fewer examples are easy, the less it aligns at all (arXiv:2008.00938).
enum ExampleDifficulty: Finding {
  static let name = "feature-alignment-examples"
  static let title = "the tangent kernel turns to easy examples first, more so in deep nets"
  static let reference = "arXiv:2008.00938"
  static let needs = ["kernel_target_alignment", "train_accuracy"]

  private enum Points: Int, CaseIterable {
    // The order is that of the dimension `kernel_points`.
    case trainedOn, heldOut, easy, difficult

    var label: String {
      switch self {
      case .trainedOn: "trained on"
      case .heldOut: "held out"
      case .easy: "easy"
      case .difficult: "difficult"
      }
    }
  }

  /// The nets of `layers` hidden layers with `easyShare` easy training examples for each difficult one.
  private static func arm(_ layers: Int, easyShare: Double, _ table: FindingTable) -> Ensemble {
    Ensemble(table).with("\(layers) hidden layers") { $0.numbers("model.widths").count == layers }
      .with("\(Int(easyShare)) easy examples for a difficult one") {
        $0.real("task.easy") == easyShare * $0.real("task.difficult")
      }
  }

  private static func course(_ trial: FindingTable.Trial, _ points: Points) -> [Double] {
    (trial.values["kernel_target_alignment"] ?? []).map { numbers in
      numbers.indices.contains(points.rawValue) ? numbers[points.rawValue] : .nan
    }
  }

  /// The largest alignment to the training labels relative to that before training.
  private static func gain(_ trial: FindingTable.Trial) -> Double {
    let alignments = course(trial, .trainedOn)
    return Statistics.largest(alignments) / (alignments.first ?? .nan)
  }

  /// The alignment for easy examples over that for difficult ones, at the checkpoint whose training accuracy is
  /// nearest to 80 %.
  private static func advantage(_ trial: FindingTable.Trial) -> Double {
    let accuracies = trial.course("train_accuracy")
    let (easy, difficult) = (course(trial, .easy), course(trial, .difficult))
    guard
      let place = accuracies.indices.min(by: {
        abs(accuracies[$0] - 0.8) < abs(accuracies[$1] - 0.8)
      }), place < easy.count, !accuracies.contains(where: \.isNaN)
    else { return .nan }
    return easy[place] / difficult[place]
  }

  static func statistics(of table: FindingTable) -> [Statistic] {
    let (deep, shallow) = (
      arm(5, easyShare: 10, table), arm(2, easyShare: 10, table)
    )
    let corrupted = arm(5, easyShare: 1, table)
    func peak(_ nets: Ensemble) -> Double {
      nets.mean { Statistics.largest(course($0, .trainedOn)) }
    }
    return [
      Statistic(
        "largest alignment / that before training, 5 layers", deep.mean(gain), .atLeast(2.5),
        reported: "3.8 (pilot)", of: [deep]),
      Statistic(
        "alignment of easy / difficult examples at 80 % accuracy, 5 layers", deep.mean(advantage),
        .atLeast(2), reported: "3.9 (pilot)", of: [deep]),
      Statistic(
        "the first, 5 layers / 2 layers", deep.mean(gain) / shallow.mean(gain), .atLeast(1.4),
        reported: "2.3 (pilot)", of: [deep, shallow]),
      Statistic(
        "largest alignment, half the examples difficult / one in eleven",
        peak(corrupted) / peak(deep), .below(1), reported: "0.55 (pilot)", of: [corrupted, deep]),
    ]
  }

  static func figures(of table: FindingTable) -> [Figure] {
    let panels = [
      ("5 layers", arm(5, easyShare: 10, table)), ("2 layers", arm(2, easyShare: 10, table)),
      ("5 layers, half the examples difficult", arm(5, easyShare: 1, table)),
    ].compactMap { title, nets -> Panel? in
      guard let steps = nets.trials.first?.steps else { return nil }
      let curves = Points.allCases.map { kind in
        let means = nets.means { course($0, kind) }
        let points = zip(steps, means).dropFirst().map { Series.Point(Double($0), $1) }
        return Series(kind.label, Array(points), hue: .category(kind.rawValue))
      }
      return Panel(
        title, x: FigureAxis("step", isLogarithmic: true),
        y: FigureAxis("alignment of the kernel to the labels"), .series(curves))
    }
    return panels.isEmpty ? [] : [Figure("Easy and difficult examples", panels)]
  }
}
