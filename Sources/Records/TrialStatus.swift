/// Where a trial stands. The raw values are those of the results file.
package enum TrialStatus: Int8, CaseIterable, Hashable, Sendable {
  case pending, running, complete, diverged, failed, pruned

  /// Whether nothing more will be done about the trial in this sweep.
  package var isClosed: Bool { self != .pending && self != .running }

  /// The status as the results file's `flag_meanings` and people read it.
  package var name: String { "\(self)" }
}
