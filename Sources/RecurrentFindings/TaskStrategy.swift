import Judging
import Schema
import Summaries

/// The way in which a net comes to know several tasks.
enum TaskStrategy: String, CaseIterable {
  /// A net for each task, all of it trained.
  case separate = "separate nets"
  /// One net for all tasks, which it is told by an input.
  case shared = "shared net, rule input"
  /// One net that learns the tasks one after another.
  case continual = "one after another"
  /// The same, with steps that leave alone what earlier tasks use.
  case orthogonal = "one after another, orthogonal"
  /// Weights between units trained on latent tasks; input and read-out on the task.
  case primitives
  /// Weights between units as they were drawn; input and read-out trained.
  case reservoir

  init(_ trial: FindingTable.Trial) {
    let phases = TaskStrategy.phases(of: trial)
    self =
      trial.real("task.rule") == 1
      ? .shared
      : TaskStrategy.trainsAll(trial)
        ? (phases.isEmpty
          ? .separate : trial.real("training.orthogonal").isNaN ? .continual : .orthogonal)
        : phases.isEmpty ? .reservoir : .primitives
  }

  private static func trainsAll(_ trial: FindingTable.Trial) -> Bool {
    trial.settings["training.train"] == .list([.text("all")])
  }

  /// The number of each phase that has steps, from 1, with its steps.
  static func phases(of trial: FindingTable.Trial) -> [(number: Int, steps: Int)] {
    var (phases, number) = ([(number: Int, steps: Int)](), 1)
    while case .integer(let steps)? = trial.settings["training.phases.\(number).steps"] {
      if steps > 0 { phases.append((number, steps)) }
      number += 1
    }
    return phases
  }

  /// The tasks that the net learns at the end.
  static func tasks(of trial: FindingTable.Trial) -> [String] {
    guard case .list(let names) = trial.settings["task.of"] else { return [] }
    return names.compactMap { if case .text(let name) = $0 { name } else { nil } }
  }

  /// The mean squared error over the outputs that its tasks have: on the task or the mixture that it learns, or the mean
  /// over tasks where it learnt several in turn.
  static func error(of trial: FindingTable.Trial) -> Double {
    guard [.continual, .orthogonal].contains(TaskStrategy(trial)) else {
      return trial.final("validation_loss") / Statistics.mean(tasks(of: trial).map(share))
    }
    let shares = trial.changes.map { share($0.replacing("of=", with: "")) }
    return Statistics.mean(zip(trial.last("changed_loss"), shares).map { $0 / $1 })
  }

  /// The share of the three outputs that a task has: decisions leave one empty, which counts in the recorded mean.
  private static func share(_ task: String) -> Double { task.contains("-dm") ? 2.0 / 3 : 1 }

  /// The numbers that training moves for a task: weights from three inputs, or twelve with the rule's, to N units, of N
  /// units to three outputs, and biases; and where all are trained, weights between units and their biases.
  static func trainedWeights(_ trial: FindingTable.Trial) -> Double {
    let units = trial.real("model.width")
    let inputs: Double = trial.real("task.rule") == 1 ? 12 : 3
    let outer = units * inputs + 3 * units + 3
    let all = trainsAll(trial) ? outer + units * units + units : outer
    return all / Double(TaskStrategy(trial) == .shared ? max(tasks(of: trial).count, 1) : 1)
  }
}

/// The phases in which modules learnt latent tasks.
struct PretrainedModules {
  /// The error before the last update of each phase, on the one output that its task has: the others, which are to stay
  /// zero, count towards the recorded mean too.
  let losses: [Double]

  init(_ trial: FindingTable.Trial) {
    let course = trial.course("train_loss")
    var end = 0
    losses = TaskStrategy.phases(of: trial).map { phase -> Double in
      end += phase.steps
      guard let place = trial.steps.firstIndex(of: end - 1), place < course.count else {
        return .nan
      }
      return 3 * course[place]
    }
  }
}
