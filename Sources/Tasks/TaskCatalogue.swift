package import Schema

/// A task's entry in the catalogue: its name and settings, and the function that makes it.
package struct TaskDescription: Sendable {
  /// The task's name, summary and settings in sweep files.
  package let variant: Variant
  /// Makes the task from settings that its variant has read and the trial's seed; throws a `TaskError` where they do
  /// not suit each other or the data.
  package let make: @Sendable (Settings, UInt64) throws(TaskError) -> any LearningTask
}

/// All tasks. A new task has a file and a line here.
package enum TaskCatalogue {
  /// All tasks, by their names in sweep files.
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
      SegmentDigitsTask.description,
      SilenceTask.description,
      FileTask.description,
    ] + DecisionTask.descriptions)

  /// The keys that a sweep file may hold under `task`.
  package static let section = Section([all.entry(default: nil, "what the net learns")])

  /// The task that settings describe, which `section` has read.
  ///
  /// It reads the task's data the first time in a process; later tasks on the same data share it.
  ///
  /// - Throws: `TaskError.data` where the data cannot be read, `.unsuitable` where a setting does not suit the others
  ///   or the data.
  package static func make(
    _ settings: Settings, seed: UInt64
  ) throws(TaskError) -> any LearningTask {
    try all.chosen(by: settings).make(settings, seed)
  }
}
