import Layers
import LinearAlgebra
package import Networks
package import Tasks

// Rough counts of the numbers in memory at once, from which a sweep's memory is estimated. The factors are measured.

extension Network {
  /// The count of numbers that an evaluation on a task's batches keeps in memory.
  package func evaluationCount(on task: any LearningTask) -> Double {
    activity(on: task).forward + Double(task.inputCount) + countProduct(3, task.targetCount)
  }

  fileprivate func activity(on task: any LearningTask) -> (forward: Double, backward: Double) {
    activationCount(
      length: task.length, batch: task.batchSize, scored: task.scoredSteps.count)
  }
}

extension TrainingSettings {
  /// The count of numbers that training keeps in memory: parameters, their gradient, the optimiser's vectors, a batch,
  /// the intermediate values of both passes, and flossing's frames.
  package func numberCount(of network: any Network, on task: any LearningTask) -> Double {
    let batch = Double(task.inputCount) + countProduct(4, task.targetCount)
    return countProduct(network.layout.count, 2 + stateCount) + network.activity(on: task).backward
      + batch + Double(stateSize(of: network) - stateCount * network.layout.trainedCount)
      + (flossing?.numberCount(of: network) ?? 0) + noise.count(of: network, on: task)
  }
}

extension FlossingSettings {
  /// The count of numbers in the frames of all steps, which the backward pass needs.
  fileprivate func numberCount(of network: any Network) -> Double {
    countProduct(
      4, window, sequences, exponents, network.cell?.stateSizes.reduce(0, +) ?? 0)
  }
}
