package import LinearAlgebra

/// The span of the functions that a layer's units compute, given by their values on quadrature points: how many are
/// independent, and how near a combination of them comes to a function (arXiv:2412.05144).
package struct FunctionSpan: Sendable {
  /// The eigenvalues of the Gram matrix ∫φᵢφⱼ, largest first.
  package let eigenvalues: [Double]
  /// Orthonormal combinations of the functions, as columns in the order of the eigenvalues; empty where distances are
  /// not wanted.
  private let directions: Matrix<Double>

  /// The span of a layer's functions.
  ///
  /// - Parameters:
  ///   - weighted: W^½ H, [quadrature points × units] (`Quadrature.weighted`).
  ///   - directions: Whether `distance` will be called.
  package init(weighted: Matrix<Double>, directions: Bool = false) {
    // Singular values keep the digits of which the Gram matrix would lose half.
    if directions {
      let (values, vectors, _) = weighted.singularSystem
      eigenvalues = values.map { $0 * $0 }
      self.directions = vectors
    } else {
      eigenvalues = weighted.singularValues.map { $0 * $0 }
      self.directions = Matrix(rows: weighted.rows, columns: 0)
    }
  }

  /// The ε-rank, the number of eigenvalues above `threshold`; NaN where the functions' values were not finite.
  package func rank(above threshold: Double) -> Double {
    eigenvalues.contains { $0.isNaN } ? .nan : Double(eigenvalues.count { $0 > threshold })
  }

  /// The number of eigenvalues above `threshold` times the largest; NaN where the functions' values were not finite.
  package func relativeRank(above threshold: Double) -> Double {
    rank(above: threshold * (eigenvalues.first ?? 0))
  }

  /// The distance in L² of a function from the span of the directions whose eigenvalues exceed `threshold`.
  ///
  /// - Parameter target: The function's values at the quadrature points, times the roots of the weights.
  /// - Precondition: The span was made with `directions`.
  package func distance(of target: [Double], above threshold: Double) -> Double {
    precondition(directions.columns == eigenvalues.count, "a span without directions")
    precondition(target.count == directions.rows, "\(target.count) values")
    let (numbers, columns) = (directions.elements, directions.columns)
    var rest = target
    for column in eigenvalues.indices where eigenvalues[column] > threshold {
      let share = rest.indices.reduce(0) { $0 + numbers[$1 * columns + column] * rest[$1] }
      for row in rest.indices { rest[row] -= share * numbers[row * columns + column] }
    }
    return rest.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}
