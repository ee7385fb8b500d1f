package import LinearAlgebra
import RandomStreams

/// How far two square matrices of weights between units are from each other, whatever the order of the units:
/// min ‖A − P B Pᵀ‖ over permutation matrices P (arXiv:2410.03972).
///
/// The minimum is a quadratic assignment, which nobody solves exactly at these sizes. As is usual, Frank and Wolfe's
/// method goes through the doubly stochastic matrices to a permutation (FAQ; Vogelstein et al. 2015, arXiv:1112.5507),
/// from the flat matrix and from two halfway between it and a random permutation; the best of the three counts. Each
/// linear assignment on the way is solved exactly. The result is an upper bound, and the same everywhere.
package struct PermutationDistance: Sendable {
  /// min ‖A − P B Pᵀ‖ in the Frobenius norm, as found.
  package let distance: Double
  /// The unit of B that stands in the place of each unit of A.
  package let order: [Int]

  /// - Parameters:
  ///   - a: A, units × units.
  ///   - b: B, of the same shape.
  package init(_ a: Matrix<Double>, _ b: Matrix<Double>) {
    precondition(a.isSquare && a.rows == b.rows && b.isSquare, "\(a.shape) beside \(b.shape)")
    let n = a.rows
    let size = max(a.frobeniusNorm, b.frobeniusNorm)
    guard a.isFinite, b.isFinite, size.isFinite, size >= .leastNormalMagnitude else {
      (distance, order) = (size < .leastNormalMagnitude ? size : .nan, Array(0..<n))
      return
    }
    // Of one size, so that no product overflows.
    let (first, second) = ((1 / size) * a, (1 / size) * b)
    var best = (distance: Double.infinity, order: Array(0..<n))
    for start in 0..<Self.starts {
      let order = Self.order(first, second, from: Self.start(start, n))
      let distance = (a - b.permuted(order)).frobeniusNorm
      if distance < best.distance { best = (distance, order) }
    }
    (distance, order) = best
  }

  private static let (starts, steps) = (3, 30)

  /// The flat matrix, or the middle between it and a random permutation.
  private static func start(_ number: Int, _ n: Int) -> Matrix<Double> {
    var start = Matrix<Double>(rows: n, columns: n, repeating: 1 / Double(n))
    guard number > 0 else { return start }
    var random = RandomStream(seed: 0, purpose: "order of units", index: number)
    for (row, column) in random.permutation(n).enumerated() { start[row, column] += 1 }
    return 0.5 * start
  }

  /// The permutation to which the ascent of ⟨A, D B Dᵀ⟩ over doubly stochastic D leads.
  private static func order(
    _ a: Matrix<Double>, _ b: Matrix<Double>, from start: Matrix<Double>
  ) -> [Int] {
    var present = start
    for _ in 0..<steps {
      let half = a.times(present).times(b, transposingOther: true)
      let gradient = half + a.times(present, transposingSelf: true) * b
      let ahead = Matrix.permutation(leastCostAssignment(-1 * gradient))
      let way = ahead - present
      let slope = inner(gradient, way)
      // The rounding of the products is about 1e-16 of the two norms.
      guard slope > 1e-12 * a.frobeniusNorm * b.frobeniusNorm else { break }
      let curvature = inner(a, (way * b).times(way, transposingOther: true))
      let share = curvature < 0 ? min(1, -slope / (2 * curvature)) : 1
      present = present + share * way
    }
    return leastCostAssignment(-1 * present)
  }

  private static func inner(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Double {
    zip(a.elements, b.elements).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

extension Matrix where Element == Double {
  /// The matrix that takes place `order[i]` to place i.
  static func permutation(_ order: [Int]) -> Matrix {
    var matrix = Matrix(rows: order.count, columns: order.count)
    for (row, column) in order.enumerated() { matrix[row, column] = 1 }
    return matrix
  }

  /// P·self·Pᵀ, where P takes place `order[i]` to place i.
  package func permuted(_ order: [Int]) -> Matrix {
    var matrix = self
    for (row, source) in order.enumerated() {
      for (column, other) in order.enumerated() { matrix[row, column] = self[source, other] }
    }
    return matrix
  }
}
