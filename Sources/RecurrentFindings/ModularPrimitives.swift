import Figures
import Judging
import Schema
import Summaries

/// Tasks are made of a few latent ones, and a net whose weights between units were trained on these alone, module by
/// module, learns a task by its input and read-out as well as a net that trains everything (arXiv:2105.14108).
enum ModularPrimitives: Finding {
  static let name = "modular-primitives"
  static let title =
    "nets that know the latent tasks learn others by their input and read-out alone"
  static let reference = "arXiv:2105.14108"
  static let needs = ["canonical_correlation", "perturbed_loss", "target_variance"]

  private static let tasks = ["delay-pro", "mem-anti", "context-mem-dm-1"]

  /// The nets of a strategy, task by task; those that learn all tasks at once stand for each.
  private static func arms(_ strategy: TaskStrategy, _ table: FindingTable) -> [Ensemble] {
    tasks.map { task in
      Ensemble(table).with(strategy.rawValue) { TaskStrategy($0) == strategy }
        .with("task \(task)") { TaskStrategy.tasks(of: $0).contains(task) }
    }
  }

  /// The mean over tasks and nets.
  private static func mean(
    _ arms: [Ensemble], _ number: (FindingTable.Trial) -> Double
  ) -> Double {
    Statistics.mean(arms.map { $0.mean(number) })
  }

  static func statistics(of table: FindingTable) -> [Statistic] {
    let (separate, primitives) = (arms(.separate, table), arms(.primitives, table))
    let error = mean(primitives, TaskStrategy.error) / mean(separate, TaskStrategy.error)
    func correlations(_ place: Int) -> [Double] {
      primitives.map { arm in
        arm.mean { trial in
          let found = trial.last("canonical_correlation")
          return place < found.count ? found[place] : .nan
        }
      }
    }
    let modules = primitives.flatMap { arm in arm.means { PretrainedModules($0).losses } }
    return [
      Statistic(
        "third canonical correlation of inputs and targets", Statistics.least(correlations(2)),
        .atLeast(0.99), reported: "pilot 0.998", of: primitives),
      Statistic(
        "fourth canonical correlation", Statistics.largest(correlations(3)), .atMost(0.2),
        reported: "pilot 0.054", of: primitives),
      Statistic(
        "largest mean error of a module on its latent task", Statistics.largest(modules),
        .below(1e-3),
        reported: "pilot 1e-4", of: primitives),
      Statistic(
        "error, primitives over separate nets", error,
        .atMost(1.25), reported: "pilot 0.71", of: primitives + separate),
      Statistic(
        "weights trained a task, primitives over separate nets",
        mean(primitives, TaskStrategy.trainedWeights) / mean(separate, TaskStrategy.trainedWeights),
        .atMost(0.1), reported: "pilot 0.065", of: primitives + separate),
    ]
  }

  static func figures(of table: FindingTable) -> [Figure] {
    guard !table.trials.isEmpty else { return [] }
    return [Figure(title, [economy(table), damage(table), shared(table)])]
  }

  private static func economy(_ table: FindingTable) -> Panel {
    let points = TaskStrategy.allCases.enumerated().compactMap { index, strategy -> Series? in
      let nets = Ensemble(table).with(strategy.rawValue) { TaskStrategy($0) == strategy }
      guard !nets.trials.isEmpty else { return nil }
      let weights = nets.mean(TaskStrategy.trainedWeights)
      return Series(
        strategy.rawValue, [nets.point(weights, TaskStrategy.error)], style: .points,
        hue: .category(index))
    }
    return Panel(
      "Economy", x: FigureAxis("weights trained for a task", isLogarithmic: true),
      y: FigureAxis("mean squared error", isLogarithmic: true), .series(points))
  }

  /// The rise of the error over the targets' variance, by the share of the weights between units that are cut.
  private static func damage(_ table: FindingTable) -> Panel {
    let curves = TaskStrategy.allCases.enumerated().compactMap { index, strategy -> Series? in
      let nets = Ensemble(table).with(strategy.rawValue) { TaskStrategy($0) == strategy }
      guard let first = nets.trials.first else { return nil }
      let shares = first.numbers("observe.perturbation.shares")
      let points = shares.enumerated().map { place, share in
        nets.point(share) { trial in
          let losses = trial.last("perturbed_loss")
          guard place < losses.count else { return .nan }
          return (losses[place] - trial.final("validation_loss")) / trial.final("target_variance")
        }
      }
      return Series(strategy.rawValue, points, hue: .category(index))
    }
    return Panel(
      "Damage", x: FigureAxis("share of the weights between units that are cut"),
      y: FigureAxis("rise of error / target variance", isLogarithmic: true),
      .series(curves))
  }

  private static func shared(_ table: FindingTable) -> Panel {
    let correlations = Ensemble(table).means { $0.last("canonical_correlation") }
    let points = correlations.enumerated().map { Series.Point(Double($0.offset + 1), $0.element) }
    return Panel(
      "What nine tasks share", x: FigureAxis("pair of canonical variates"),
      y: FigureAxis("correlation of inputs and targets", range: 0...1.05),
      .series([Series("", points, style: .linePoints)]))
  }
}
