package import Tasks

/// The properties of a task that a compiled program depends on; tasks of equal shape can share the program.
package struct BatchShape: Hashable, Sendable {
  private let sizes: [Int]
  private let scored: Range<Int>
  private let loss: LossKind

  /// The shape of `task`'s batches: sizes, scored steps and kind of loss.
  package init(_ task: any LearningTask) {
    sizes = [task.length, task.batchSize, task.inputSize, task.outputSize, task.targetSize]
    scored = task.scoredSteps
    loss = task.loss
  }
}
