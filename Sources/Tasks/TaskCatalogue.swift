package import Schema

/// A task's entry in the catalogue: its name and settings, and the function that makes it.
package struct TaskDescription: Sendable {
  /// The task's name, summary and settings in sweep files.
  package let variant: Variant
  /// Makes the task from settings that its variant has read and the trial's seed; throws a `TaskError` where they do
  /// not suit each other or the data.
  package let make: @Sendable (Settings, UInt64) throws(TaskError) -> any LearningTask

  package init(
    variant: Variant,
    make: @escaping @Sendable (Settings, UInt64) throws(TaskError) -> any LearningTask
  ) {
    (self.variant, self.make) = (variant, make)
  }
}

/// All tasks. A new task has a file and a line in its room's list.
package enum TaskCatalogue {
  /// Tasks of this room; the catalogue's `all` has those of other rooms too.
  package static let general: [TaskDescription] = [
    ImageTask.rows,
    ImageTask.image,
    ImageTask.pixels,
    TextTask.description,
    CopyTask.description,
    CopyTask.denoise,
    AddingTask.description,
    LagEchoTask.description,
    StimulusBlanksTask.description,
    NoisyPrototypesTask.description,
  ]

  /// Tasks of this room that stand in messages and references after those of `StaticTasks`; a new one does.
  package static let further: [TaskDescription] =
    [
      DelayedBitsTask.copy,
      DelayedBitsTask.exclusiveOr,
      SegmentDigitsTask.description,
      SilenceTask.description,
      FileTask.description,
    ] + DecisionTask.descriptions
}
