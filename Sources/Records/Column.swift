/// A quantity and how its numbers are read from what was found: what a measurement is and what it says stand together.
package struct Column<Found>: Sendable {
  package let quantity: Quantity
  private let read: @Sendable (Found) -> [Double]

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
    read = { [number($0)] }
  }

  /// Numbers over dimensions beyond trial and checkpoint, the last one's places running fastest.
  package init(
    _ name: String, over dimensions: [Quantity.Dimension], units: String = "1", _ meaning: String,
    _ references: String? = nil, numbers: @escaping @Sendable (Found) -> [Double]
  ) {
    quantity = Quantity(
      name, dimensions: dimensions, units: units, longName: meaning, references: references)
    read = numbers
  }

  private init(_ quantity: Quantity, _ read: @escaping @Sendable (Found) -> [Double]) {
    (self.quantity, self.read) = (quantity, read)
  }

  /// - Precondition: They are as many as the quantity takes.
  package func numbers(of found: Found) -> [Double] {
    let numbers = read(found)
    precondition(
      numbers.count == quantity.count,
      "\(numbers.count) numbers of \(quantity.name), which takes \(quantity.count)")
    return numbers
  }

  /// The same quantity, read from something that `part` is taken of.
  package func of<Whole>(_ part: @escaping @Sendable (Whole) -> Found) -> Column<Whole> {
    Column<Whole>(quantity) { [read] in read(part($0)) }
  }
}
