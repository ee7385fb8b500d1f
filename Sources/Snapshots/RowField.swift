package import MessagePassing

/// A quantity's part of the row that all trials of a sweep share. The worker needs only its name and size to place
/// numbers.
package struct RowField: Hashable, Sendable {
  /// The name of the quantity.
  package let name: String
  /// The size of each dimension, as large as any trial's.
  package let sizes: [Int]

  package init(name: String, sizes: [Int]) {
    self.name = name
    self.sizes = sizes
  }

  /// How many numbers the part has.
  package var count: Int { sizes.reduce(1, *) }
}

extension MessageEncoder {
  /// Writes the names and sizes of a row's parts.
  package mutating func append(_ row: [RowField]) {
    append(UInt32(row.count))
    for field in row {
      append(field.name)
      append(UInt32(field.sizes.count))
      for size in field.sizes { append(UInt32(size)) }
    }
  }
}

extension MessageDecoder {
  /// Reads what `append` has written of a row.
  package mutating func row() throws(MessagePassingError) -> [RowField] {
    let count = try count(ofItemsOfAtLeast: 8)
    var row: [RowField] = []
    for _ in 0..<count {
      let name = try text()
      var sizes: [Int] = []
      for _ in 0..<(try self.count(ofItemsOfAtLeast: 4)) {
        sizes.append(Int(try integer(UInt32.self)))
      }
      row.append(RowField(name: name, sizes: sizes))
    }
    return row
  }
}
