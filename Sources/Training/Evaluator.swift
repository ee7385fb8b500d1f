import Layers
package import LinearAlgebra
package import Networks
package import Plans
import Programs
package import Tasks

/// A network's results on the validation set.
package struct Evaluation: Hashable, Sendable {
  /// The mean loss over the validation set, in the units of the task's loss (nats for cross-entropy and logistic loss).
  package var loss: Double
  /// The share of right answers, 0 to 1; NaN where the task does not measure it.
  package var accuracy: Double
  /// The mean entropy of the predictions, nats; NaN where the loss makes no probabilities.
  package var entropy: Double
}

/// Runs a network on validation batches, with the parameters that training is changing.
package final class Evaluator<Element: Scalar> {
  private var task: any LearningTask
  private let plan: Plan<Element>
  private let inputs: Storage<Element>
  private let targets: Storage<Element>
  private let loss: Storage<Element>
  private let outputs: Storage<Element>
  private let hidden: Storage<Element>
  private let hiddenColumns: Int
  /// Called before each batch.
  package var onBatch: (() -> Void)?

  /// An evaluator of `trainer`'s network and task that reads its parameters in place.
  package convenience init(_ trainer: Trainer<Element>) {
    self.init(trainer.network, task: trainer.task, parameters: trainer.parameters)
  }

  /// An evaluator of any network whose parameters lie in one vector.
  ///
  /// - Parameter parameters: Trained and fixed parameters in the order of `network`'s layout. Each evaluation reads
  ///   their present values.
  package init(_ network: any Network, task: any LearningTask, parameters: Storage<Element>) {
    self.task = task
    let program = Program()
    let values = network.layout.values(in: program)
    let supervised = SupervisedOutputs(network, task, program, values)
    let representation = supervised.network.representation
    plan = Plan(
      outputs: [supervised.loss, supervised.network.outputs, representation],
      bindings: network.layout.bindings(of: values, to: parameters))
    inputs = plan.storage(of: supervised.inputs)
    targets = plan.storage(of: supervised.targets)
    loss = plan.storage(of: supervised.loss)
    outputs = plan.storage(of: supervised.network.outputs)
    hidden = plan.storage(of: representation)
    hiddenColumns = representation.columns
  }

  /// Replaces the task by one whose batches have the same shape.
  package func turn(to task: any LearningTask) {
    precondition(BatchShape(task) == BatchShape(self.task), "\(task.name) of another shape")
    self.task = task
  }

  private func run(batch: Int) {
    onBatch?()
    inputs.withMutableSpan { inputs in
      targets.withMutableSpan { targets in
        task.fillValidation(batch: batch, inputs: &inputs, targets: &targets)
      }
    }
    plan.run()
  }

  /// Loss, accuracy and entropy averaged over the validation batches.
  package func evaluate() -> Evaluation {
    var result = Evaluation(loss: 0, accuracy: task.measuresAccuracy ? 0 : .nan, entropy: 0)
    let share = 1 / Double(task.validationBatches)
    for batch in 0..<task.validationBatches {
      run(batch: batch)
      result.loss += share * Double(loss[0])
      result.entropy += share * entropy()
      if task.measuresAccuracy {
        result.accuracy += share * shareRight()
      }
    }
    return result
  }

  private func entropy() -> Double {
    outputs.withSpan { outputs in
      targets.withSpan { targets in
        meanPredictionEntropy(
          outputs, targets: targets, columns: task.outputSize, loss: task.loss)
      }
    }
  }

  private func shareRight() -> Double {
    outputs.withSpan { outputs in
      targets.withSpan { targets in
        Training.shareRight(
          outputs: outputs, targets: targets, columns: task.outputSize,
          isLogistic: task.loss == .logistic)
      }
    }
  }

  /// The hidden representation of the validation set's first `samples` sequences, [sequences × units].
  ///
  /// The representation is the last hidden layer, or a recurrent net's state after the last step. There are fewer rows
  /// than `samples` where the validation set is smaller.
  package func representation(samples: Int) -> Matrix<Double> {
    let batches = min(task.validationBatches, (samples + task.batchSize - 1) / task.batchSize)
    let rows = min(samples, batches * task.batchSize)
    var elements: [Double] = []
    elements.reserveCapacity(rows * hiddenColumns)
    for batch in 0..<batches {
      run(batch: batch)
      let first = hidden.count - task.batchSize * hiddenColumns
      let needed = min(task.batchSize * hiddenColumns, rows * hiddenColumns - elements.count)
      hidden.withSpan { hidden in
        for index in first..<first + needed { elements.append(Double(hidden[index])) }
      }
    }
    return Matrix(rows: rows, columns: hiddenColumns, elements: elements)
  }
}

/// The share of right answers: rows whose largest output stands where the largest target does.
///
/// For the logistic loss an output is right where it is positive and its target is above one half, or neither. Each row
/// counts by its weight, where targets have a column of them.
///
/// - Parameters:
///   - outputs: [rows × columns], row-major.
///   - targets: [rows × columns], one-hot; 0 or 1 for the logistic loss; with a column more where rows have weights.
/// - Returns: A share from 0 to 1; NaN where an output is NaN.
@specialized(where S == Float)
@specialized(where S == Double)
package func shareRight<S: Scalar>(
  outputs: Span<S>, targets: Span<S>, columns: Int, isLogistic: Bool
) -> Double {
  for i in outputs.indices where outputs[i].isNaN { return .nan }
  let rows = outputs.count / columns
  let weights = RowWeights(rows: rows, columns: columns, numbers: targets.count)
  var right = 0.0
  for row in 0..<rows {
    let (answers, truths) = (row * columns, weights.targets(of: row).lowerBound)
    let agreeing =
      isLogistic
      ? agreeingSigns(outputs, answers, targets, truths, columns)
      : agreeingLargest(outputs, answers, targets, truths, columns)
    right += weights.weight(of: row, in: targets) * Double(agreeing)
  }
  return right / Double(isLogistic ? outputs.count : rows)
}

@inline(__always)
private func agreeingSigns<S: Scalar>(
  _ outputs: Span<S>, _ answers: Int, _ targets: Span<S>, _ truths: Int, _ columns: Int
) -> Int {
  var count = 0
  for i in 0..<columns where (outputs[answers + i] > 0) == (targets[truths + i] > 0.5) {
    count += 1
  }
  return count
}

/// 1 where the largest number of both rows stands at the same place, else 0. Written without branches, which a processor
/// could not foresee.
@inline(__always)
private func agreeingLargest<S: Scalar>(
  _ outputs: Span<S>, _ answers: Int, _ targets: Span<S>, _ truths: Int, _ columns: Int
) -> Int {
  var (answer, output) = (0, outputs[answers])
  var (truth, target) = (0, targets[truths])
  for i in 0..<columns {
    let (nextOutput, nextTarget) = (outputs[answers + i], targets[truths + i])
    answer = nextOutput > output ? i : answer
    output = nextOutput > output ? nextOutput : output
    truth = nextTarget > target ? i : truth
    target = nextTarget > target ? nextTarget : target
  }
  return answer == truth ? 1 : 0
}
