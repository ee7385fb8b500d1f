package import Schema

/// A stretch of training in which checkpoints are closer than the schedule's, which it adds to.
package struct CheckpointWindow: Hashable, Sendable {
  /// The most checkpoints that a window may have.
  package static let largestCount = 100_000

  /// The first step of the window.
  package let first: Int
  /// The number of checkpoints; those after the trial's last step are left out.
  package let count: Int
  /// The steps from one checkpoint to the next; at least 1.
  package let every: Int

  /// The settings under `training.checkpoints.window`.
  package static let section = Section([
    .integer("from", nil, in: 0...1_000_000_000_000, "the first step of the window"),
    .integer(
      "count", nil, in: 1...largestCount,
      "checkpoints in the window; those after the last step are left out"),
    .integer("every", 1, in: 1...1_000_000_000, "steps from one checkpoint to the next"),
  ])

  init(_ settings: Settings) {
    first = settings.integer("from")
    count = settings.integer("count")
    every = settings.integer("every")
  }

  /// The window's checkpoints in a training of `total` steps, ascending; none where it begins after the end.
  package func steps(upTo total: Int) -> [Int] {
    Array((0..<count).lazy.map { first + $0 * every }.prefix { $0 <= total })
  }
}
