/// Places of numbers in rows, counted row-major.
package enum RowPlaces {
  /// The places, in rows of two shapes, of all numbers that both have.
  package static func common(to one: [Int], and other: [Int]) -> [(Int, Int)] {
    zip(one, other).reduce([(0, 0)]) { cells, sizes in
      cells.flatMap { cell in
        (0..<min(sizes.0, sizes.1)).map { (cell.0 * sizes.0 + $0, cell.1 * sizes.1 + $0) }
      }
    }
  }

  /// The index along each dimension of a place in a row.
  package static func index(of place: Int, in shape: [Int]) -> [Int] {
    var rest = place
    var index: [Int] = []
    for extent in shape.reversed() {
      index.insert(rest % extent, at: 0)
      rest /= extent
    }
    return index
  }
}
