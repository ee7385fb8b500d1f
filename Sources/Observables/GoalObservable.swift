import LinearAlgebra
import Networks
import Observing
import Records
import Schema
import Tasks
import Training

/// When training came to its goal, `training.stop_below`.
struct GoalObservable: Observable {
  static let key = "goal"
  static let summary = "updates until training came to its goal, training.stop_below"
  static let entries: [Entry] = []

  init(_ settings: Settings) {}

  func columns(of network: any Network, on task: any LearningTask) -> [Column<Double>] {
    [
      Column(
        "steps_to_goal",
        "updates until the running mean of the loss was below training.stop_below; NaN before that"
      ) { $0 }
    ]
  }

  func probe<Element: Scalar>(of context: ObservationContext<Element>) -> Probe<Double> {
    { [unowned context] in context.trainer.stepAtGoal.map { Double($0) } ?? .nan }
  }
}
