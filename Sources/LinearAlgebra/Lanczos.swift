/// The largest eigenvalue of a symmetric matrix A, n×n, that is known by its products with vectors alone (Lanczos 1950).
///
/// Each vector is made orthogonal to all before it, twice, so that rounding brings no copies of eigenvalues.
package struct Lanczos {
  /// The largest eigenvalue; NaN where a product is not finite.
  package private(set) var largest = Double.nan
  /// ‖Ax − λx‖ of the unit vector x that was found for λ = `largest`: no further from it lies an eigenvalue of A.
  package private(set) var residual = Double.nan
  /// The orthonormal vectors of which products were taken, at least one.
  package private(set) var basis: [[Double]] = []
  /// The trace of A within the basis, Σ qᵀAq over its vectors q.
  package var basisTrace: Double { diagonal.reduce(0, +) }
  /// The unit vector x, n numbers; NaN where a product is not finite.
  package var vector: [Double] {
    var sum = [Double](repeating: largest.isNaN ? .nan : 0, count: basis[0].count)
    for (weight, direction) in zip(weights, basis) {
      for i in sum.indices { sum[i] += weight * direction[i] }
    }
    return sum
  }

  private var diagonal: [Double] = []
  private var besides: [Double] = []
  /// The components of x in the basis.
  private var weights: [Double] = []

  /// - Parameters:
  ///   - start: n numbers, not all zero; drawn at random, they have a part along every eigenvector.
  ///   - limit: The largest number of products; at least 1.
  ///   - tolerance: The residual, as a share of the largest eigenvalue's magnitude known, at which no more are taken.
  ///   - product: A x of x, n numbers each.
  package init(
    start: [Double], limit: Int, tolerance: Double, product: ([Double]) -> [Double]
  ) {
    let norm = Double.nrm2(start.count, start)
    precondition(limit > 0 && norm > 0, "\(limit) products from a start of norm \(norm)")
    var direction = start.map { $0 / norm }
    let last = min(limit, start.count)
    // The eigenvalues of A in the basis take longer the larger it is, and are looked at ever more rarely.
    var nextLook = 1
    for count in 1...last {
      var rest = product(direction)
      basis.append(direction)
      diagonal.append(Double.dot(rest.count, direction, rest))
      guard rest.allSatisfy(\.isFinite) else {
        (largest, residual) = (.nan, .nan)
        return
      }
      removeComponents(along: basis, from: &rest)
      removeComponents(along: basis, from: &rest)
      let length = Double.nrm2(rest.count, rest)
      let isComplete = length <= 1e-14 * magnitude
      if count == nextLook || count == last || isComplete {
        nextLook += 1 + count / 8
        readEstimate(rest: length)
        if isComplete || residual <= tolerance * max(abs(largest), magnitude) { return }
      }
      besides.append(length)
      direction = rest.map { $0 / length }
    }
  }

  /// The largest element of A in the basis, no larger than the largest magnitude of an eigenvalue.
  private var magnitude: Double {
    (diagonal + besides).reduce(0) { max($0, abs($1)) }
  }

  /// Takes the estimate from the tridiagonal matrix of A in the basis.
  ///
  /// - Parameter rest: The norm of what the last product has outside the basis.
  private mutating func readEstimate(rest: Double) {
    let count = diagonal.count
    var matrix = Matrix(diagonal: diagonal)
    for (row, number) in besides.enumerated() { matrix[row + 1, row] = number }
    let (values, vectors) = matrix.symmetricEigensystem
    largest = values[count - 1]
    weights = Array(vectors[row: count - 1])
    residual = rest * abs(weights[count - 1])
  }
}

/// Takes the components along orthonormal vectors away from a vector of as many numbers.
package func removeComponents(along basis: [[Double]], from vector: inout [Double]) {
  for direction in basis {
    let component = Double.dot(vector.count, direction, vector)
    for i in vector.indices { vector[i] -= component * direction[i] }
  }
}
