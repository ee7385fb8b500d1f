import LinearAlgebra
import Networks
import Records
import Schema

/// The share of right answers on what the net is being trained on.
struct TrainingAccuracyObservable: Observable {
  static let key = "train_accuracy"
  static let summary = "accuracy on the training batch of the step"
  static let entries: [Entry] = []

  init(_ settings: Settings) {}

  func quantities(of network: any Network) -> [Quantity] {
    [
      Quantity(
        "train_accuracy",
        longName: "share of right answers on the step's training batch, before its update")
    ]
  }

  /// A forward pass, small beside the checkpoint's own.
  func flops(of network: any Network) -> Double { 0 }

  func observer<Element: Scalar>(of subject: Subject<Element>) -> any Observer {
    TrainingAccuracyObserver(subject)
  }
}

private final class TrainingAccuracyObserver<Element: Scalar>: Observer {
  private let batch: TrainingBatch<Element>

  init(_ subject: Subject<Element>) { batch = TrainingBatch(subject.trainer) }

  func values() -> [Double] { [batch.accuracy()] }
}
