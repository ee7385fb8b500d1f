import Networks
import Tasks
import LinearAlgebra
import Observing
import Records
import Schema

/// The share of right answers on the training batch of the present step.
struct TrainingAccuracyObservable: Observable {
  static let key = "train_accuracy"
  static let summary = "accuracy on the training batch of the step"
  static let entries: [Entry] = []

  init(_ settings: Settings) {}

  func columns(of network: any Network, on task: any LearningTask) -> [Column<Double>] {
    [
      Column(
        "train_accuracy",
        "share of right answers on the step's training batch, before its update"
      ) { $0 }
    ]
  }

  func probe<Element: Scalar>(of context: ObservationContext<Element>) -> Probe<Double> {
    TrainingBatch(context.trainer).accuracy
  }
}
