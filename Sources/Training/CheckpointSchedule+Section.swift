package import Records
package import Schema

extension CheckpointSchedule {
  /// The settings under `training.checkpoints`: how many checkpoints a trial has, their spacing in
  /// steps, and where further ones are.
  package static let section = Section([
    .integer(
      "count", 20, in: 2...100_000,
      "checkpoints, the start and the last step among them; no more than there are steps"),
    Entry(
      "spacing", .value(.word("linear", "log"), default: .text("log")),
      "spacing of checkpoints in steps"),
    Entry(
      "window", .optional(CheckpointWindow.section),
      "a stretch of training with further checkpoints"),
  ])

  init(_ settings: Settings) {
    self.init(
      count: settings.integer("count"),
      spacing: settings.text("spacing") == "linear" ? .linear : .log)
  }
}
