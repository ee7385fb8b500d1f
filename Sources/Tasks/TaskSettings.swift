import Schema

extension Entry {
  /// Sequences in a batch.
  static func batch(_ count: Int) -> Entry {
    .integer("batch", count, in: 1...1_000_000, "sequences in a batch")
  }

  /// Sequences that a generator holds out.
  static let generatedValidation = Entry.integer(
    "validation_samples", 1024, in: 1...10_000_000,
    "sequences to validate on, rounded down to full batches")
}

/// How many full batches `samples` make; none is an error in `setting`.
func fullBatches(
  _ samples: Int, of batch: Int, setting: String
) throws(TaskError) -> Int {
  guard samples >= batch else {
    throw .unsuitable(
      setting: setting, found: "\(samples) sequences", expected: "at least one batch of \(batch)")
  }
  return samples / batch
}
