/// A quantity together with the function that reads its numbers from a measurement's result, so that a name and its
/// numbers cannot drift apart.
///
/// It is a class because a loop over columns at each checkpoint would otherwise copy every name and unit.
package final class Column<Found>: Sendable {
  /// What the numbers are: name, dimensions, units and meaning of a variable of the results file.
  package let quantity: Quantity
  private let read: @Sendable (Found, inout [Double]) -> Void

  /// A column of one number a checkpoint.
  ///
  /// - Parameters:
  ///   - name: The name of the variable in the results file.
  ///   - meaning: What the number is, in one line for people.
  ///   - references: The paper that defines it.
  package init(
    _ name: String, units: String = "1", _ meaning: String, _ references: String? = nil,
    number: @escaping @Sendable (Found) -> Double
  ) {
    quantity = Quantity(name, units: units, longName: meaning, references: references)
    read = { $1.append(number($0)) }
  }

  /// A column of an array a checkpoint, over dimensions beyond trial and checkpoint; the numbers are row-major, so that
  /// the last dimension's places run fastest.
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

  /// Appends the quantity's numbers in `found` to `values`.
  ///
  /// - Precondition: There are as many numbers as the quantity takes.
  package func append(_ found: Found, to values: inout [Double]) {
    let before = values.count
    read(found, &values)
    let count = values.count - before
    precondition(
      count == quantity.count,
      "\(count) numbers of \(quantity.name), which takes \(quantity.count)")
  }

  /// A column of the same quantity that is read from a larger result, of which `part` takes the part that this one
  /// reads.
  package func of<Whole>(_ part: @escaping @Sendable (Whole) -> Found) -> Column<Whole> {
    Column<Whole>(quantity) { [read] in read(part($0), &$1) }
  }
}
