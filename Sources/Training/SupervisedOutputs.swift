package import Layers
package import Networks
package import Programs
package import Tasks

/// The values of a program that applies a network to a task's batches; training and evaluation share them.
package struct SupervisedOutputs {
  /// A batch's inputs, length·B × inputSize, time-major.
  package let inputs: Value
  /// The batch's targets, scoredSteps·B × targetSize.
  package let targets: Value
  /// The network's outputs and hidden representation.
  package let network: NetworkOutputs
  /// The task's loss on the batch, 1×1.
  package let loss: Value

  /// Writes the forward pass of `network` on a batch of `task`, and the loss, into `program`.
  ///
  /// - Parameter disturbed: What `network` has in the place of the inputs, made of them.
  package init(
    _ network: any Network, _ task: any LearningTask, _ program: Program,
    _ parameters: ParameterValues, disturbed: (Value) -> Value = { $0 }
  ) {
    inputs = program.input(task.length * task.batchSize, task.inputSize)
    targets = program.input(task.scoredSteps.count * task.batchSize, task.targetSize)
    self.network = network.forward(
      in: program, parameters: parameters, inputs: disturbed(inputs), length: task.length,
      batch: task.batchSize, scored: task.scoredSteps)
    let outputs = self.network.outputs
    loss =
      task.boundaryValueProblem?.loss(of: outputs, at: inputs, source: targets, in: program)
      ?? task.loss.value(of: outputs, against: targets)
  }
}
