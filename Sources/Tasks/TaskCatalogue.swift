public import Schema

/// A task as the catalogue knows it: its name and settings, and how to make it.
public struct TaskDescription: Sendable {
  public let variant: Variant
  /// The task with decoded settings and the trial's seed.
  public let make: @Sendable (Settings, UInt64) throws(TaskError) -> any Task
}

/// Every task there is. A new one is a file of its own and a line here.
public enum TaskCatalogue {
  public static let all: [TaskDescription] = [
    ImageTask.rows,
    ImageTask.image,
    ImageTask.pixels,
    TextTask.description,
    CopyTask.description,
    AddingTask.description,
    LagEchoTask.description,
    TwoMoonsTask.description,
    ColoredImageTask.glyphs,
    ColoredImageTask.fashion,
    NoisyPrototypesTask.description,
  ]

  public static let variants = all.map(\.variant)

  /// What a sweep file may hold under `task`.
  public static let section = Section([
    Entry("name", .variant(variants, default: nil), "what the net learns")
  ])

  /// The task `name`, with `settings` checked against its variant.
  ///
  /// Reads the task's data the first time in a process; later tasks on the same data share it.
  public static func make(
    _ name: String, settings: Settings, seed: UInt64
  ) throws(TaskError) -> any Task {
    guard let found = all.first(where: { $0.variant.name == name }) else {
      throw .unknownTask(name, known: variants.map(\.name))
    }
    return try found.make(settings, seed)
  }
}
