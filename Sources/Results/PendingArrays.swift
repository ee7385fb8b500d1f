import Records

/// Arrays that wait to be written to the file.
struct PendingArrays {
  /// What one record keeps.
  struct Entry {
    /// The trial's place in its group.
    let member: Int
    let checkpoint: Int
    let numbers: KeptNumbers
  }

  /// By the number of the group.
  private(set) var entries: [Int: [Entry]] = [:]
  private(set) var byteCount = 0

  var isEmpty: Bool { entries.isEmpty }

  mutating func append(_ entry: Entry, to group: Int) {
    entries[group, default: []].append(entry)
    byteCount += entry.numbers.count * entry.numbers.precision.size
  }

  mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    byteCount = 0
  }
}
