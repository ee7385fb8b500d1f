package import Schema

extension Entry {
  /// The setting of how many sequences a batch has.
  package static func batch(_ count: Int) -> Entry {
    .integer("batch", count, in: 1...1_000_000, "sequences in a batch")
  }

  /// The setting of how many sequences a generator makes for validation.
  package static let generatedValidation = Entry.integer(
    "validation_samples", 1024, in: 1...10_000_000,
    "sequences to validate on, rounded down to full batches")
}

/// How many full batches `samples` make.
///
/// - Throws: `TaskError.unsuitable`, which names `setting`, where they do not fill one.
package func fullBatches(
  _ samples: Int, of batch: Int, setting: String
) throws(TaskError) -> Int {
  guard samples >= batch else {
    throw .unsuitable(
      setting: setting, found: "\(samples) sequences", expected: "at least one batch of \(batch)")
  }
  return samples / batch
}

/// Makes sure that a task keeps no more numbers in each worker than machines have memory for.
///
/// - Parameter setting: The setting that the error names.
/// - Throws: `TaskError.unsuitable` for more than 50 million numbers.
package func requireHoldable(_ numbers: Double, setting: String) throws(TaskError) {
  let limit = 5e7
  guard numbers <= limit else {
    throw .unsuitable(
      setting: setting, found: "\(numbers) numbers to keep in memory",
      expected: "at most \(limit), together with the settings that multiply them")
  }
}
