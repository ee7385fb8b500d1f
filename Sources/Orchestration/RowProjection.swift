import Records

/// Where a trial's numbers go in the sweep's common row. Numbers that a trial does not have are NaN.
struct RowProjection: Sendable {
  private let places: [Int]
  private let width: Int

  /// - Parameters:
  ///   - quantities: The trial's quantities.
  ///   - row: The sweep's row: it has a field for each of the trial's quantities, each at least as large.
  init(_ quantities: [Quantity], in row: [RowField]) {
    var offsets: [String: (offset: Int, field: RowField)] = [:]
    var width = 0
    for field in row {
      offsets[field.name] = (width, field)
      width += field.count
    }
    self.width = width
    places = quantities.flatMap { quantity -> [Int] in
      guard let (offset, whole) = offsets[quantity.name] else {
        preconditionFailure("\(quantity.name) is not in the row")
      }
      return (0..<quantity.count).map { offset + Self.place($0, of: quantity, in: whole) }
    }
  }

  /// The place of element `index` of an array in an array with the same dimensions, some of them longer.
  private static func place(_ index: Int, of part: Quantity, in whole: RowField) -> Int {
    var rest = index
    var place = 0
    var stride = 1
    for (small, large) in zip(part.dimensions, whole.sizes).reversed() {
      place += rest % small.size * stride
      rest /= small.size
      stride *= large
    }
    return place
  }

  func row(_ values: [Double]) -> [Double] {
    precondition(values.count == places.count, "\(values.count) numbers for \(places.count)")
    var row = [Double](repeating: .nan, count: width)
    for (value, place) in zip(values, places) { row[place] = value }
    return row
  }

  /// The trial's numbers in a row.
  func values(in row: [Double]) -> [Double] {
    precondition(row.count == width, "\(row.count) numbers for a row of \(width)")
    return places.map { row[$0] }
  }
}

extension [RowField] {
  /// Whether the row has a place for each number of these quantities.
  func hasRoom(for quantities: [Quantity]) -> Bool {
    quantities.allSatisfy { quantity in
      contains { field in
        field.name == quantity.name && field.sizes.count == quantity.dimensions.count
          && zip(field.sizes, quantity.dimensions).allSatisfy { $0 >= $1.size }
      }
    }
  }
}
