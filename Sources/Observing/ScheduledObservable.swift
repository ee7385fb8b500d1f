package import Schema

/// At which checkpoints something is observed.
package enum CheckpointSelection: String, CaseIterable, Hashable, Sendable {
  case all
  /// Before training and after it.
  case ends
  /// After training.
  case last

  package static let entry = Entry(
    "at", .value(Domain(words: allCases.map(\.rawValue)), default: .text(all.rawValue)),
    "checkpoints at which it is taken: all, the first and the last, or the last")

  /// Whether checkpoint `checkpoint` of `count` is one of them.
  package func include(_ checkpoint: Int, of count: Int) -> Bool {
    switch self {
    case .all: true
    case .ends: checkpoint == 0 || checkpoint == count - 1
    case .last: checkpoint == count - 1
    }
  }

  /// How many of `count` checkpoints they are.
  package func count(of count: Int) -> Int { (0..<count).count { include($0, of: count) } }
}

/// An observable as a sweep file asks for it.
package struct ScheduledObservable: Sendable {
  package let observable: any Observable
  /// Elsewhere its numbers are NaN.
  package let checkpoints: CheckpointSelection

  package init(_ observable: any Observable, at checkpoints: CheckpointSelection = .all) {
    (self.observable, self.checkpoints) = (observable, checkpoints)
  }
}
