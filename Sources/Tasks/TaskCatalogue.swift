package import Schema

/// A task as the catalogue knows it: its name and settings, and how to make it.
package struct TaskDescription: Sendable {
  package let variant: Variant
  /// The task with decoded settings and the trial's seed.
  package let make: @Sendable (Settings, UInt64) throws(TaskError) -> any LearningTask
}

/// Every task there is. A new one is a file of its own and a line here.
package enum TaskCatalogue {
  package static let all = Catalogue<TaskDescription>(
    of: "task", key: "name", variant: \.variant,
    [
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
      CurvedClusters.description,
      NoisyLinearTeacher.description,
      FunctionFit.description,
      PoissonTask.description,
      TwoMoonsTask.description,
      DiskTask.description,
      GlyphTask.description,
      ColoredImageTask.glyphs,
      ColoredImageTask.fashion,
      DelayedBitsTask.copy,
      DelayedBitsTask.exclusiveOr,
      SilenceTask.description,
      FileTask.description,
    ] + DecisionTask.descriptions)

  /// What a sweep file may hold under `task`.
  package static let section = Section([all.entry(default: nil, "what the net learns")])

  /// The task that decoded settings describe.
  ///
  /// Reads the task's data the first time in a process; later tasks on the same data share it.
  package static func make(
    _ settings: Settings, seed: UInt64
  ) throws(TaskError) -> any LearningTask {
    try all.chosen(by: settings).make(settings, seed)
  }
}
