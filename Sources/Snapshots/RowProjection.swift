package import Records

/// Where a trial's numbers go in the sweep's common row. Numbers that a trial does not have are NaN.
package struct RowProjection: Sendable {
  /// The place of each number; nil for one that is left out.
  private let places: [Int?]
  private let width: Int

  /// - Parameters:
  ///   - quantities: The trial's quantities.
  ///   - row: The sweep's row: it has a field for each of the trial's quantities, each at least as large.
  package init(_ quantities: [Quantity], in row: [RowField]) {
    var offsets: [String: (offset: Int, field: RowField)] = [:]
    var width = 0
    for field in row {
      offsets[field.name] = (width, field)
      width += field.count
    }
    self.width = width
    places = quantities.flatMap { quantity -> [Int?] in
      guard let (offset, whole) = offsets[quantity.name] else {
        preconditionFailure("\(quantity.name) is not in the row")
      }
      return (0..<quantity.count).map { offset + Self.place($0, of: quantity, in: whole) }
    }
  }

  /// Where the trial's numbers in another row go.
  ///
  /// - Parameters:
  ///   - quantities: The trial's quantities.
  ///   - other: A row that has room for them, in whatever order.
  init(_ quantities: [Quantity], from other: [RowField], to row: [RowField]) {
    let (from, to) = (RowProjection(quantities, in: other), RowProjection(quantities, in: row))
    width = to.width
    var places = [Int?](repeating: nil, count: from.width)
    for case (let source?, let place) in zip(from.places, to.places) { places[source] = place }
    self.places = places
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
    for case (let value, let place?) in zip(values, places) { row[place] = value }
    return row
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

extension CheckpointRecord {
  /// `observation` with its numbers at their places in a row.
  package init(_ observation: CheckpointRecord, _ projection: RowProjection) {
    self.init(
      checkpoint: observation.checkpoint, step: observation.step,
      values: projection.row(observation.values), kept: observation.kept)
  }
}
