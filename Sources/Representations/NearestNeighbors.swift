import Plans
package import LinearAlgebra

/// The nearest other points of each of P points.
///
/// Distances from a Gram matrix lose half the digits (in dense data some become zero), so they only select a shortlist;
/// the distances kept are sums of squared differences. Where rounding might have excluded a neighbour from the
/// shortlist, all distances of that point are computed. A distance that is within the rounding of the points' largest
/// coordinate is 0: such points coincide.
package struct NearestNeighbors: Hashable, Sendable {
  /// The number of neighbours of each point, k.
  package let count: Int
  /// The neighbours' indices, P·k numbers: point by point, the nearest first.
  package let indices: [Int]
  /// The neighbours' Euclidean distances, in the order of `indices`.
  package let distances: [Double]

  /// The number of points whose distances to all others are computed together.
  private static let blockSize = 256
  /// The number of places on a shortlist beyond k.
  private static let spare = 8
  /// The number of rounding units by which a coordinate may be wrong.
  private static let roundings = 16.0

  /// Finds the neighbours of all points.
  ///
  /// - Parameters:
  ///   - points: The points, [P × dimensions].
  ///   - k: The number of neighbours of each, at most P − 1.
  ///   - roundingUnit: The rounding unit of the precision in which the points were computed.
  package init(
    of points: Matrix<Double>, count k: Int, roundingUnit: Double = .ulpOfOne / 2
  ) {
    precondition(k > 0 && k < points.rows, "\(k) neighbours among \(points.rows) points")
    count = k
    // The points are centred, so that rounding is relative to their spread.
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

  /// The number of points, P.
  package var points: Int { indices.count / count }

  /// The distances of one point's neighbours, ascending.
  package func distances(of point: Int) -> ArraySlice<Double> {
    distances[point * count..<(point + 1) * count]
  }

  /// The indices of one point's neighbours, the nearest first.
  package func indices(of point: Int) -> ArraySlice<Int> {
    indices[point * count..<(point + 1) * count]
  }
}

/// A point and its squared distance from another.
private struct Neighbor {
  var index: Int
  var square: Double

  static func isNearer(_ a: Neighbor, _ b: Neighbor) -> Bool {
    (a.square, a.index) < (b.square, b.index)
  }
}

private struct NeighborSearch {
  private let points: Matrix<Double>
  /// The elements of `points`, row by row.
  private let numbers: [Double]
  private let columns: Int
  private let wanted: Int
  private let shortlist: Int
  /// The squared distance of each point from the origin.
  private let squares: [Double]
  /// The largest error of a squared distance from the Gram matrix.
  private let rounding: Double
  /// The squared distance up to which points coincide.
  private let coincidence: Double

  /// - Parameter coincidence: The largest difference between coordinates of coinciding points.
  init(_ points: Matrix<Double>, wanted: Int, spare: Int, coincidence: Double) {
    self.coincidence = Double(points.columns) * coincidence * coincidence
    self.points = points
    (numbers, columns) = (points.elements, points.columns)
    self.wanted = wanted
    shortlist = min(wanted + spare, points.rows - 1)
    squares = (0..<points.rows).map { points[row: $0].reduce(0) { $0 + $1 * $1 } }
    // A distance is three inner products of n terms, none larger than the largest square, and a few sums of them.
    rounding = 8 * Double(points.columns + 4) * .ulpOfOne * (squares.max() ?? 0)
  }

  func neighbors(of block: Range<Int>) -> [Neighbor] {
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
    // Up to rounding, a point that is not listed is no nearer than the last of the list.
    let isCertain =
      listed.count == points.rows - 1
      || exact[wanted - 1].square < listed[listed.count - 1].square - rounding
    if isCertain { return Array(exact.prefix(wanted)) }
    let all = (0..<points.rows).filter { $0 != point }
      .map { Neighbor(index: $0, square: square(point, $0)) }
    return Array(all.sorted(by: Neighbor.isNearer).prefix(wanted))
  }

  /// The nearest points by the Gram matrix's distances, the nearest first.
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
