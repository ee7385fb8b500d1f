import LinearAlgebra
import Networks
import Records
import Schema
import Training

/// What is always recorded: losses, accuracy, and the norms of gradient and weights.
struct ProgressObservable: Observable {
  static let key = "progress"
  static let summary = "losses, accuracy, norms"
  static let entries: [Entry] = []

  init(_ settings: Settings) {}

  func quantities(of network: any Network) -> [Quantity] {
    [
      Quantity("train_loss", longName: "loss of the step's training batch, before its update"),
      Quantity("validation_loss", longName: "loss on the validation set"),
      Quantity("validation_accuracy", longName: "share of right answers on the validation set"),
      Quantity(
        "gradient_norm", longName: "Euclidean norm of the training batch's gradient, unclipped"),
      Quantity("weight_norm", longName: "Euclidean norm of all trained parameters"),
    ]
  }

  /// The validation set's cost is the task's, not the network's: the experiment counts it.
  func flops(of network: any Network) -> Double { 0 }

  func observer<Element: Scalar>(of subject: Subject<Element>) -> any Observer {
    ProgressObserver(subject)
  }
}

private final class ProgressObserver<Element: Scalar>: Observer {
  private let subject: Subject<Element>

  init(_ subject: Subject<Element>) { self.subject = subject }

  func values() -> [Double] {
    let trainer = subject.trainer
    let evaluation = subject.evaluator.evaluate()
    return [
      trainer.loss, evaluation.loss, evaluation.accuracy, trainer.gradientNorm, trainer.weightNorm,
    ]
  }
}
