import Networks
import Tasks
import Training
import LinearAlgebra
import Observing
import Records
import Schema

/// The observable that is always recorded: losses, accuracy, and the norms of gradient and weights.
struct ProgressObservable: Observable {
  static let key = "progress"
  static let summary = "losses, accuracy, norms"
  static let entries: [Entry] = []

  init(_ settings: Settings) {}

  func columns(of network: any Network, on task: any LearningTask) -> [Column<Progress>] {
    [
      Column("train_loss", "loss of the step's training batch, before its update") { $0.loss },
      Column("validation_loss", "loss on the validation set") { $0.evaluation.loss },
      Column("validation_accuracy", "share of right answers on the validation set") {
        $0.evaluation.accuracy
      },
      Column("gradient_norm", "Euclidean norm of the training batch's gradient, unclipped") {
        $0.gradientNorm
      },
      Column("weight_norm", "Euclidean norm of all trained parameters") { $0.weightNorm },
    ]
  }

  // The validation set's cost is the task's, not the network's: the experiment counts it.

  func probe<Element: Scalar>(of context: ObservationContext<Element>) -> Probe<Progress> {
    let (trainer, evaluator) = (context.trainer, context.evaluator)
    return {
      let evaluation = evaluator.evaluate()
      return Progress(
        loss: trainer.loss, evaluation: evaluation, gradientNorm: trainer.gradientNorm,
        weightNorm: trainer.weightNorm)
    }
  }
}

/// The losses, accuracy and norms at a step of training.
struct Progress {
  let loss: Double
  let evaluation: Evaluation
  let gradientNorm: Double
  let weightNorm: Double
}
