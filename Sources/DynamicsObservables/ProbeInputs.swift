import LinearAlgebra
import Plans
import Tasks

/// Inputs of a task's held-out sequences as observations need them: made when they are asked for, and kept.
final class ProbeInputs<Element: Scalar> {
  private let task: any LearningTask
  private let trajectories: Int
  private var kept = Storage<Element>(count: 0)

  init(of task: any LearningTask, trajectories: Int) {
    (self.task, self.trajectories) = (task, trajectories)
  }

  /// The inputs of the first `steps` steps or more: steps·trajectories × the task's inputs, step by step.
  func first(_ steps: Int) -> Storage<Element> {
    let count = steps * trajectories * task.inputSize
    guard kept.count < count else { return kept }
    kept = Storage(count: count)
    kept.withMutableSpan {
      task.fillProbe(trajectories: trajectories, steps: steps, inputs: &$0)
    }
    return kept
  }
}
