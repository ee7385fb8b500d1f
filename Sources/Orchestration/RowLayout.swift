import MessagePassing
import Records

/// A quantity's part of the row that all trials of a sweep share. The worker needs only its name and size to place
/// numbers.
package struct RowField: Hashable, Sendable {
  let name: String
  /// The size of each dimension, as large as any trial's.
  let sizes: [Int]

  var count: Int { sizes.reduce(1, *) }
}

/// Gathers the quantities of all trials into the one row that holds them all.
struct RowLayout {
  private var order: [String] = []
  private var largest: [String: Quantity] = [:]

  mutating func add(_ quantities: [Quantity]) {
    for quantity in quantities {
      if let known = largest[quantity.name] {
        if known != quantity { largest[quantity.name] = known.enlarged(to: quantity) }
      } else {
        order.append(quantity.name)
        largest[quantity.name] = quantity
      }
    }
  }

  /// The quantities in the order in which they were first added. Quantities that share a dimension share its size.
  var quantities: [Quantity] {
    let all = order.compactMap { largest[$0] }
    var dimensions: [String: Quantity.Dimension] = [:]
    for dimension in all.flatMap(\.dimensions) {
      let known = dimensions[dimension.name]
      dimensions[dimension.name] =
        known.map { $0.size >= dimension.size ? $0 : dimension } ?? dimension
    }
    return all.map { quantity in
      quantity.with(quantity.dimensions.map { dimensions[$0.name] ?? $0 })
    }
  }
}

extension Quantity {
  fileprivate func with(_ dimensions: [Dimension]) -> Quantity {
    Quantity(
      name, dimensions: dimensions, units: units, longName: longName, references: references)
  }

  fileprivate func enlarged(to other: Quantity) -> Quantity {
    with(zip(dimensions, other.dimensions).map { $0.size >= $1.size ? $0 : $1 })
  }
}

extension MessageEncoder {
  mutating func append(_ row: [RowField]) {
    append(UInt32(row.count))
    for field in row {
      append(field.name)
      append(UInt32(field.sizes.count))
      for size in field.sizes { append(UInt32(size)) }
    }
  }
}

extension MessageDecoder {
  mutating func row() throws(MessagePassingError) -> [RowField] {
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
