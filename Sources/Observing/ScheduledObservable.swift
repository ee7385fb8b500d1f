package import Schema

/// The checkpoints at which something is observed.
package enum CheckpointSelection: String, CaseIterable, Hashable, Sendable {
  /// Every checkpoint.
  case all
  /// The first and the last checkpoint, before training and after it.
  case ends
  /// The last checkpoint, after training.
  case last

  /// The setting `at` of every observable.
  package static let entry = Entry(
    "at", .value(Domain(words: allCases.map(\.rawValue)), default: .text(all.rawValue)),
    "checkpoints at which it is taken: all, the first and the last, or the last")

  /// Whether checkpoint `checkpoint`, counted from 0, of `count` is selected.
  package func include(_ checkpoint: Int, of count: Int) -> Bool {
    switch self {
    case .all: true
    case .ends: checkpoint == 0 || checkpoint == count - 1
    case .last: checkpoint == count - 1
    }
  }

  /// The number of selected checkpoints among `count`.
  package func count(of count: Int) -> Int { (0..<count).count { include($0, of: count) } }
}

/// An observable and the checkpoints at which a sweep file asks for it.
package struct ScheduledObservable: Sendable {
  /// What is observed.
  package let observable: any Observable
  /// When it is observed; at other checkpoints its numbers are NaN.
  package let checkpoints: CheckpointSelection

  /// `observable` at `checkpoints`.
  package init(_ observable: any Observable, at checkpoints: CheckpointSelection = .all) {
    (self.observable, self.checkpoints) = (observable, checkpoints)
  }
}
