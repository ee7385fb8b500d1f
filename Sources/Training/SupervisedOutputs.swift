package import Layers
package import Networks
package import Programs
package import Tasks

/// A network on a task's batches, as values of a program: what training and evaluation have in common.
package struct SupervisedOutputs {
  /// length·B × inputSize.
  package let inputs: Value
  /// scoredSteps·B × targetSize.
  package let targets: Value
  package let network: NetworkOutputs
  /// 1×1.
  package let loss: Value

  package init(
    _ network: any Network, _ task: any LearningTask, _ program: Program,
    _ parameters: ParameterValues
  ) {
    inputs = program.input(task.length * task.batchSize, task.inputSize)
    targets = program.input(task.scoredSteps.count * task.batchSize, task.targetSize)
    self.network = network.forward(
      in: program, parameters: parameters, inputs: inputs, length: task.length,
      batch: task.batchSize, scored: task.scoredSteps)
    let outputs = self.network.outputs
    loss =
      task.boundaryValueProblem?.loss(of: outputs, at: inputs, source: targets, in: program)
      ?? task.loss.value(of: outputs, against: targets)
  }
}
