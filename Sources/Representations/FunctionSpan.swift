package import LinearAlgebra

/// The functions that a layer's units are, by their values on quadrature points: how many of them are independent, and
/// how near a combination of them comes to a function (arXiv:2412.05144).
package struct FunctionSpan: Sendable {
  /// Eigenvalues of the Gram matrix ∫φᵢφⱼ, largest first.
  package let eigenvalues: [Double]
  /// Orthonormal combinations in the same order, as columns; empty where none were asked for.
  private let directions: Matrix<Double>

  /// - Parameters:
  ///   - weighted: W^½ H: a row for each quadrature point, a column for each unit.
  ///   - directions: Whether distances are wanted.
  package init(weighted: Matrix<Double>, directions: Bool = false) {
    // From singular values: the Gram matrix itself would lose half the digits.
    if directions {
      let (values, vectors, _) = weighted.singularSystem
      eigenvalues = values.map { $0 * $0 }
      self.directions = vectors
    } else {
      eigenvalues = weighted.singularValues.map { $0 * $0 }
      self.directions = Matrix(rows: weighted.rows, columns: 0)
    }
  }

  /// The ε-rank: how many eigenvalues exceed `threshold`. NaN where the values were not finite.
  package func rank(above threshold: Double) -> Double {
    eigenvalues.contains { $0.isNaN } ? .nan : Double(eigenvalues.count { $0 > threshold })
  }

  /// How many eigenvalues exceed `threshold` times the largest.
  package func relativeRank(above threshold: Double) -> Double {
    rank(above: threshold * (eigenvalues.first ?? 0))
  }

  /// The distance in L² of a function from the span of the directions whose eigenvalues exceed `threshold`.
  ///
  /// - Parameter target: The function's values at the quadrature points, times the roots of the weights.
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
