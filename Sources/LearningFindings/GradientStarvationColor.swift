import Figures
import Judging
import Summaries

/// Nets learn colour instead of shape, and unlearn it with the schedule of spectral decoupling
/// (Pezeshki et al., arXiv:2011.09468).
enum GradientStarvationColor: Finding {
  static let name = "gradient-starvation-colour"
  static let title =
    "where colour misleads, spectral decoupling's schedule brings shape out"
  static let reference = "arXiv:2011.09468"
  static let needs = ["validation_accuracy", "train_accuracy"]

  static func statistics(of table: FindingTable) -> [Statistic] {
    let plain = nets(table, switchingAt: nil)
    let scheduled = nets(table, switchingAt: 200)
    func test(_ nets: Ensemble) -> Double { nets.mean { $0.final("validation_accuracy") } }
    let train = scheduled.mean { $0.final("train_accuracy") }
    return [
      Statistic(
        "test accuracy, plain training", test(plain), .atMost(0.40),
        reported: "0.31 (paper, MNIST: 0.237)", of: [plain]),
      Statistic(
        "test accuracy, switched at step 200", test(scheduled), .atLeast(0.64),
        reported: "0.71 (paper, MNIST: 0.684)", of: [scheduled]),
      Statistic(
        "train less test accuracy, switched at step 200", abs(train - test(scheduled)),
        .atMost(0.10), reported: "0.04", of: [scheduled]),
    ]
  }

  private static func nets(_ table: FindingTable, switchingAt step: Int?) -> Ensemble {
    Ensemble(table).with(step.map { "switch at \($0)" } ?? "no penalty") { trial in
      guard trial.text("task.view") != "gray" else { return false }
      let switching = trial.real("training.logit_penalty.switch_step")
      guard let step else {
        return switching.isNaN && trial.real("training.logit_penalty.weight") == 0
      }
      return switching == Double(step)
    }
  }

  static func figures(of table: FindingTable) -> [Figure] {
    let steps = Set(
      table.trials.map { $0.real("training.logit_penalty.switch_step") }.filter { !$0.isNaN }
        .map { Int($0) })
    let kinds: [Int?] = [nil] + steps.sorted().map { $0 }
    let curves = kinds.enumerated().compactMap { index, step -> Series? in
      let chosen = nets(table, switchingAt: step).trials
      guard let first = chosen.first else { return nil }
      let courses = chosen.map { $0.course("validation_accuracy") }
      let count = courses.map(\.count).min() ?? 0
      let points = (0..<count).map { place in
        let values = courses.map { $0[place] }
        return Series.Point(
          Double(first.steps[place]), Statistics.mean(values),
          band: Statistics.range(values))
      }
      let share = kinds.count > 1 ? Double(index) / Double(kinds.count - 1) : 0
      return Series(
        step.map { "switch at \($0)" } ?? "plain", points, style: .line,
        hue: step == nil ? .neutral : .along(share))
    }
    guard !curves.isEmpty else { return [] }
    return [
      Figure(
        title,
        [
          Panel(
            "Accuracy where colour misleads", x: FigureAxis("step"),
            y: FigureAxis("accuracy", range: 0...1), .series(curves))
        ])
    ]
  }
}
