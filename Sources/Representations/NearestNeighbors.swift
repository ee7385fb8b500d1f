import Plans
package import LinearAlgebra

/// The nearest other points of each of P points.
///
/// Distances by way of a Gram matrix lose half the digits (of dense data some come out as zero), so that it only makes
/// a shortlist; the distances kept are sums of squared differences. Where rounding might have kept a neighbour off the
/// shortlist, all distances of that point are worked out. A distance that rounding of the points' largest coordinate
/// accounts for is 0: such points coincide.
package struct NearestNeighbors: Hashable, Sendable {
  /// Neighbours of each point, k.
  package let count: Int
  /// P·k numbers: point by point, the nearest first.
  package let indices: [Int]
  /// Of the same, Euclidean.
  package let distances: [Double]

  /// Points whose distances to all others are looked at together.
  private static let blockSize = 256
  /// Places on a shortlist beyond those wanted.
  private static let spare = 8
  /// By how many rounding units a coordinate may be off.
  private static let roundings = 16.0

  /// - Parameters:
  ///   - points: A row each.
  ///   - count: k; at most P − 1.
  ///   - roundingUnit: Of the numbers that the points were computed with.
  package init(
    of points: Matrix<Double>, count k: Int, roundingUnit: Double = .ulpOfOne / 2
  ) {
    precondition(k > 0 && k < points.rows, "\(k) neighbours among \(points.rows) points")
    count = k
    // Centred, so that rounding is relative to the points' spread.
    let largest = points.elements.reduce(0) { max($0, abs($1)) }
    let search = NeighborSearch(
      points.centered, wanted: k, spare: Self.spare,
      coincidence: Self.roundings * roundingUnit * largest)
    var found: [Neighbor] = []
    found.reserveCapacity(points.rows * k)
    for first in stride(from: 0, to: points.rows, by: Self.blockSize) {
      found += search.neighbors(of: first..<min(first + Self.blockSize, points.rows))
    }
    indices = found.map(\.index)
    distances = found.map { $0.square.squareRoot() }
  }

  /// The points that distances tell of.
  package var points: Int { indices.count / count }

  /// The distances of one point's neighbours, ascending.
  package func distances(of point: Int) -> ArraySlice<Double> {
    distances[point * count..<(point + 1) * count]
  }

  /// One point's neighbours, the nearest first.
  package func indices(of point: Int) -> ArraySlice<Int> {
    indices[point * count..<(point + 1) * count]
  }
}

/// A point and its squared distance from another.
private struct Neighbor {
  package var index: Int
  package var square: Double

  package static func isNearer(_ a: Neighbor, _ b: Neighbor) -> Bool {
    (a.square, a.index) < (b.square, b.index)
  }
}

private struct NeighborSearch {
  private let points: Matrix<Double>
  /// The neighbors of `points`, row by row.
  private let numbers: [Double]
  private let columns: Int
  private let wanted: Int
  private let shortlist: Int
  /// Of each point from the origin.
  private let squares: [Double]
  /// By how much a squared distance from the Gram matrix may be wrong, relative to the largest of `squares`.
  private let rounding: Double
  /// The squared distance up to which points coincide.
  private let coincidence: Double

  /// - Parameter coincidence: By how much each coordinate of coinciding points may differ.
  package init(_ points: Matrix<Double>, wanted: Int, spare: Int, coincidence: Double) {
    self.coincidence = Double(points.columns) * coincidence * coincidence
    self.points = points
    (numbers, columns) = (points.elements, points.columns)
    self.wanted = wanted
    shortlist = min(wanted + spare, points.rows - 1)
    squares = (0..<points.rows).map { points[row: $0].reduce(0) { $0 + $1 * $1 } }
    // Three inner products of n terms, none larger than the largest square, and a few sums of them.
    rounding = 8 * Double(points.columns + 4) * .ulpOfOne * (squares.max() ?? 0)
  }

  package func neighbors(of block: Range<Int>) -> [Neighbor] {
    let rows = Matrix(
      rows: block.count, columns: points.columns,
      elements: Array(
        points.elements[block.lowerBound * points.columns..<block.upperBound * points.columns]))
    let products = rows.times(points, transposingOther: true)
    return block.flatMap { point in
      nearest(to: point, products[row: point - block.lowerBound])
    }
  }

  private func nearest(to point: Int, _ products: ArraySlice<Double>) -> [Neighbor] {
    let listed = shortlist(of: point, products)
    let exact = listed.map { Neighbor(index: $0.index, square: square(point, $0.index)) }
      .sorted(by: Neighbor.isNearer)
    // Who is not listed is, but for rounding, no nearer than the last of the list.
    let isCertain =
      listed.count == points.rows - 1
      || exact[wanted - 1].square < listed[listed.count - 1].square - rounding
    if isCertain { return Array(exact.prefix(wanted)) }
    let all = (0..<points.rows).filter { $0 != point }
      .map { Neighbor(index: $0, square: square(point, $0)) }
    return Array(all.sorted(by: Neighbor.isNearer).prefix(wanted))
  }

  /// The nearest points as the Gram matrix tells, nearest first.
  private func shortlist(of point: Int, _ products: ArraySlice<Double>) -> [Neighbor] {
    var list: [Neighbor] = []
    list.reserveCapacity(shortlist + 1)
    var limit = Double.infinity
    for index in 0..<points.rows where index != point {
      let square = squares[point] + squares[index] - 2 * products[products.startIndex + index]
      guard square < limit else { continue }
      var place = list.count
      while place > 0 && list[place - 1].square > square { place -= 1 }
      list.insert(Neighbor(index: index, square: square), at: place)
      if list.count > shortlist { list.removeLast() }
      if list.count == shortlist { limit = list[shortlist - 1].square }
    }
    return list
  }

  private func square(_ a: Int, _ b: Int) -> Double {
    var sum = 0.0
    for column in 0..<columns {
      let difference = numbers[a * columns + column] - numbers[b * columns + column]
      sum += difference * difference
    }
    return sum > coincidence ? sum : 0
  }
}
