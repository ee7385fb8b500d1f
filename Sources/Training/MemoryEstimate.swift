import Layers
import LinearAlgebra
package import Networks
package import Tasks

// How many numbers lie in memory at once, roughly, from which a sweep's memory is estimated; the factors are measured.

extension Network {
  /// Of an evaluation on a task's batches.
  package func evaluationCount(on task: any LearningTask) -> Double {
    activity(on: task).forward + Double(task.inputCount) + countProduct(3, task.targetCount)
  }

  fileprivate func activity(on task: any LearningTask) -> (forward: Double, backward: Double) {
    activationCount(
      length: task.length, batch: task.batchSize, scored: task.scoredSteps.count)
  }
}

extension TrainingSettings {
  /// Of training: parameters, their gradient, the optimiser's vectors, a batch, what passes work with, and flossing.
  package func numberCount(of network: any Network, on task: any LearningTask) -> Double {
    let batch = Double(task.inputCount) + countProduct(4, task.targetCount)
    return countProduct(network.layout.count, 2 + stateCount) + network.activity(on: task).backward
      + batch + (flossing?.numberCount(of: network) ?? 0)
  }
}

extension FlossingSettings {
  /// Of the frames of all steps, which its backward pass goes through again.
  fileprivate func numberCount(of network: any Network) -> Double {
    countProduct(
      4, window, sequences, exponents, network.cell?.stateSizes.reduce(0, +) ?? 0)
  }
}
