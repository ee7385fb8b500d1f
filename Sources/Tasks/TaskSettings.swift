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

/// Makes sure that the numbers which a task keeps, in every worker, are no more than machines have memory for.
///
/// - Parameter setting: The one to look at.
func requireHoldable(_ numbers: Double, setting: String) throws(TaskError) {
  let limit = 5e7
  guard numbers <= limit else {
    throw .unsuitable(
      setting: setting, found: "\(numbers) numbers to keep in memory",
      expected: "at most \(limit), together with the settings that multiply them")
  }
}
