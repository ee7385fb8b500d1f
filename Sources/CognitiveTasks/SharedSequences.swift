import Schema

extension Entry {
  /// The setting of the key of all of a task's random numbers.
  ///
  /// With a key of their own, nets of different seeds learn from the same sequences in the same order and are looked at
  /// on the same ones, so that states of one net can be compared with another's.
  static let sequenceKey = Entry(
    "data_seed",
    .value(.word("trial", or: .integer(0...1_000_000_000)), default: .text("trial")),
    "key of all sequences, by which every net sees the same ones; trial: each trial draws its own")
}

extension Settings {
  /// The seed of a task's sequences, where a trial has the seed `own`.
  func sequenceSeed(own: UInt64) -> UInt64 {
    integerUnlessWord("data_seed").map { UInt64($0) } ?? own
  }
}
