import Layers
import Networks
import Tasks
import Programs
package import Training
import Plans
package import LinearAlgebra

/// The net's outputs on the training batch of the present step.
package final class TrainingBatch<Element: Scalar> {
  private let trainer: Trainer<Element>
  private let plan: Plan<Element>
  private let inputs: Storage<Element>
  private let targets: Storage<Element>
  private let outputs: Storage<Element>

  /// The outputs of `trainer`'s net; each call reads its present parameters and step.
  package init(_ trainer: Trainer<Element>) {
    self.trainer = trainer
    let program = Program()
    let values = trainer.network.layout.values(in: program)
    let supervised = SupervisedOutputs(trainer.network, trainer.task, program, values)
    plan = Plan(
      outputs: [supervised.network.outputs, supervised.loss],
      bindings: trainer.network.layout.bindings(of: values, to: trainer.parameters))
    inputs = plan.storage(of: supervised.inputs)
    targets = plan.storage(of: supervised.targets)
    outputs = plan.storage(of: supervised.network.outputs)
  }

  private func run() {
    inputs.withMutableSpan { inputs in
      targets.withMutableSpan { targets in
        trainer.task.fillTraining(step: trainer.trainingStep, inputs: &inputs, targets: &targets)
      }
    }
    plan.run()
  }

  /// The share of right answers, 0 to 1; NaN where the task does not measure it.
  package func accuracy() -> Double {
    guard trainer.task.measuresAccuracy else { return .nan }
    run()
    return outputs.withSpan { outputs in
      targets.withSpan { targets in
        shareRight(
          outputs: outputs, targets: targets, columns: trainer.task.outputSize,
          isLogistic: trainer.task.loss == .logistic)
      }
    }
  }

  /// The outputs in double precision, scoredSteps·B × outputSize, row-major.
  package func answers() -> [Double] {
    run()
    return outputs.elements.map { Double($0) }
  }

  /// The batch's inputs in double precision, length·B × inputSize, time-major.
  package func examples() -> Matrix<Double> {
    run()
    let columns = trainer.task.inputSize
    return Matrix(
      rows: inputs.count / columns, columns: columns, elements: inputs.elements.map { Double($0) })
  }
}
