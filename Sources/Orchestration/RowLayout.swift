import Records

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
