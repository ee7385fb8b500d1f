import Synchronization

/// A cache of the example sets made last, which equal tasks share.
final class ExampleCache<Key: Hashable & Sendable>: Sendable {
  /// How many pairs of sets are kept; the oldest is dropped first.
  private static var capacity: Int { 6 }

  private typealias Made = (key: Key, training: ExampleSet, validation: ExampleSet)
  private let made = Mutex<[Made]>([])

  /// The sets of `key`, made where they are not kept.
  func sets(
    _ key: Key, make: () -> (ExampleSet, ExampleSet)
  ) -> (ExampleSet, ExampleSet) {
    // The lock is held while sets are made, so that trials that start together make them once.
    made.withLock { made in
      if let known = made.first(where: { $0.key == key }) {
        return (known.training, known.validation)
      }
      let (training, validation) = make()
      if made.count == Self.capacity { made.removeFirst() }
      made.append((key, training, validation))
      return (training, validation)
    }
  }
}
