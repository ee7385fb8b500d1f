/// A quantity and how its numbers are read from what was found: what a measurement is and what it says stand together.
///
/// A class, as a loop over columns at each checkpoint would otherwise copy every name and unit.
package final class Column<Found>: Sendable {
  package let quantity: Quantity
  private let read: @Sendable (Found, inout [Double]) -> Void

  /// One number.
  ///
  /// - Parameters:
  ///   - name: The variable's in the results file.
  ///   - meaning: One line for people.
  ///   - references: The paper that defines it.
  package init(
    _ name: String, units: String = "1", _ meaning: String, _ references: String? = nil,
    number: @escaping @Sendable (Found) -> Double
  ) {
    quantity = Quantity(name, units: units, longName: meaning, references: references)
    read = { $1.append(number($0)) }
  }

  /// Numbers over dimensions beyond trial and checkpoint, the last one's places running fastest.
  package init(
    _ name: String, over dimensions: [Quantity.Dimension], units: String = "1", _ meaning: String,
    _ references: String? = nil, numbers: @escaping @Sendable (Found) -> [Double]
  ) {
    quantity = Quantity(
      name, dimensions: dimensions, units: units, longName: meaning, references: references)
    read = { $1 += numbers($0) }
  }

  private init(_ quantity: Quantity, _ read: @escaping @Sendable (Found, inout [Double]) -> Void) {
    (self.quantity, self.read) = (quantity, read)
  }

  /// Its numbers, after those that stand there.
  ///
  /// - Precondition: They are as many as the quantity takes.
  package func append(_ found: Found, to values: inout [Double]) {
    let before = values.count
    read(found, &values)
    let count = values.count - before
    precondition(
      count == quantity.count,
      "\(count) numbers of \(quantity.name), which takes \(quantity.count)")
  }

  /// The same quantity, read from something that `part` is taken of.
  package func of<Whole>(_ part: @escaping @Sendable (Whole) -> Found) -> Column<Whole> {
    Column<Whole>(quantity) { [read] in read(part($0), &$1) }
  }
}
