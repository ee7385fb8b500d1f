/// Whether a trial is still to do, under way, or how it ended. The raw values are those of the results file.
package enum TrialStatus: Int8, CaseIterable, Hashable, Sendable {
  case pending, running, complete, diverged, failed, pruned

  /// Whether the trial has ended, so that this sweep does nothing more about it.
  package var isClosed: Bool { self != .pending && self != .running }

  /// Whether the trial ended by what it computed, which it would do anywhere.
  package var isResult: Bool { self == .complete || self == .diverged }

  /// The status as a word, as it stands in the results file's `flag_meanings` and in tables for people.
  package var name: String { "\(self)" }
}
