package import Schema
import StaticTasks
package import Tasks

extension TaskCatalogue {
  /// All tasks, by their names in sweep files.
  package static let all = Catalogue<TaskDescription>(
    of: "task", key: "name", variant: \.variant,
    general + staticTasks + further + [
      CognitiveTask.description,
      FlipFlopTask.description,
      SineGenerationTask.description,
      DelayedDiscriminationTask.description,
      PathIntegrationTask.description,
    ])

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
