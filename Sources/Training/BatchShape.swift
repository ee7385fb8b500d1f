package import Tasks

/// What a program depends on of a task: tasks of one shape can share it.
package struct BatchShape: Hashable, Sendable {
  private let sizes: [Int]
  private let scored: Range<Int>
  private let loss: LossKind

  package init(_ task: any LearningTask) {
    sizes = [task.length, task.batchSize, task.inputSize, task.outputSize, task.targetSize]
    scored = task.scoredSteps
    loss = task.loss
  }
}
