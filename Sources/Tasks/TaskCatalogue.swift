package import Schema

/// A task as the catalogue knows it: its name and settings, and how to make it.
package struct TaskDescription: Sendable {
  package let variant: Variant
  /// The task with decoded settings and the trial's seed.
  package let make: @Sendable (Settings, UInt64) throws(TaskError) -> any Task
}

/// Every task there is. A new one is a file of its own and a line here.
package enum TaskCatalogue {
  package static let all: [TaskDescription] = [
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
    ColoredImageTask.glyphs,
    ColoredImageTask.fashion,
    DelayedBitsTask.copy,
    DelayedBitsTask.exclusiveOr,
    SilenceTask.description,
  ]

  package static let variants = all.map(\.variant)

  /// What a sweep file may hold under `task`.
  package static let section = Section([
    Entry("name", .variant(variants, default: nil), "what the net learns")
  ])

  /// The task `name`, with `settings` checked against its variant.
  ///
  /// Reads the task's data the first time in a process; later tasks on the same data share it.
  package static func make(
    _ name: String, settings: Settings, seed: UInt64
  ) throws(TaskError) -> any Task {
    guard let found = all.first(where: { $0.variant.name == name }) else {
      throw .unknownTask(name, known: variants.map(\.name))
    }
    return try found.make(settings, seed)
  }
}
