public import Figures
import Sweep

/// Nets that learn colour instead of shape, and unlearn it on the schedule of spectral decoupling
/// (Pezeshki et al., arXiv:2011.09468).
public enum GradientStarvationColor: Finding {
  public static let name = "gradient-starvation-colour"
  public static let title =
    "where colour misleads, spectral decoupling's schedule brings shape out"
  public static let reference = "arXiv:2011.09468"
  public static let needs = ["validation_accuracy", "train_accuracy"]

  public static func statistics(of table: FindingTable) -> [Statistic] {
    let plain = trials(table, switchingAt: nil)
    let scheduled = trials(table, switchingAt: 200)
    func mean(_ trials: [FindingTable.Trial], _ variable: String) -> Double {
      Regression.mean(trials.map { $0.final(variable) })
    }
    let test = mean(scheduled, "validation_accuracy")
    return [
      Statistic(
        "test accuracy, plain training", mean(plain, "validation_accuracy"), .atMost(0.40),
        reported: "0.31 (paper, MNIST: 0.237)"),
      Statistic(
        "test accuracy, switched at step 200", test, .atLeast(0.64),
        reported: "0.71 (paper, MNIST: 0.684)"),
      Statistic(
        "train less test accuracy, switched at step 200",
        abs(mean(scheduled, "train_accuracy") - test), .atMost(0.10), reported: "0.04"),
    ]
  }

  private static func trials(
    _ table: FindingTable, switchingAt step: Int?
  ) -> [FindingTable.Trial] {
    table.trials.filter { trial in
      let switching = trial.real("training.logit_penalty.switch_step")
      guard trial.status == .complete, trial.text("task.view") != "gray" else { return false }
      guard let step else {
        return switching.isNaN && trial.real("training.logit_penalty.weight") == 0
      }
      return switching == Double(step)
    }
  }

  public static func figures(of table: FindingTable) -> [Figure] {
    let steps = Set(
      table.trials.map { $0.real("training.logit_penalty.switch_step") }.filter { !$0.isNaN }
        .map { Int($0) })
    let kinds: [Int?] = [nil] + steps.sorted().map { $0 }
    let curves = kinds.enumerated().compactMap { index, step -> Series? in
      let chosen = trials(table, switchingAt: step)
      guard let first = chosen.first else { return nil }
      let courses = chosen.map { $0.course("validation_accuracy") }
      let count = courses.map(\.count).min() ?? 0
      let points = (0..<count).map { place in
        let values = courses.map { $0[place] }
        return Series.Point(
          Double(first.steps[place]), Regression.mean(values),
          band: (values.min() ?? 0)...(values.max() ?? 0))
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
