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

  /// The places in `row` of the numbers of another row of the same fields in another order; nil where the fields
  /// differ.
  init?(_ other: [RowField], reordered row: [RowField]) {
    guard other.count == row.count, Set(other) == Set(row) else { return nil }
    var offsets: [String: Int] = [:]
    var width = 0
    for field in row {
      offsets[field.name] = width
      width += field.count
    }
    self.width = width
    places = other.flatMap { field in
      let offset = offsets[field.name] ?? 0
      return offset..<offset + field.count
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
}
