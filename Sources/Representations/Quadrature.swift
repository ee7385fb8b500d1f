package import LinearAlgebra

/// Points with weights; weighted sums over them stand for integrals over a domain, or for means over data.
package struct Quadrature: Sendable {
  /// The points, [points × dimensions].
  package let points: Matrix<Double>
  /// The weight of each point.
  package let weights: [Double]

  /// The tensor product of Gauss–Legendre rules on the box [−1, 1]ᵈ: `perSide`ᵈ points, whose weights add up to 2ᵈ.
  package init(dimensions: Int, perSide: Int) {
    let rule = GaussLegendre(perSide)
    var (rows, weights): ([[Double]], [Double]) = ([[]], [1])
    for _ in 0..<dimensions {
      rows = rows.flatMap { row in rule.nodes.map { row + [$0] } }
      weights = weights.flatMap { weight in rule.weights.map { weight * $0 } }
    }
    points = Matrix(rows: rows.count, columns: dimensions, elements: rows.flatMap { $0 })
    self.weights = weights
  }

  /// The rows of `samples` with equal weights that add up to one.
  package init(samples: Matrix<Double>) {
    points = samples
    weights = [Double](repeating: 1 / Double(samples.rows), count: samples.rows)
  }

  /// `values`, [points × functions], with each row times the root of its weight. The squares of the result's singular
  /// values are the eigenvalues of the functions' Gram matrix.
  package func weighted(_ values: Matrix<Double>) -> Matrix<Double> {
    let columns = values.columns
    var numbers = values.elements
    for row in weights.indices {
      let root = weights[row].squareRoot()
      for column in 0..<columns { numbers[row * columns + column] *= root }
    }
    return Matrix(rows: weights.count, columns: columns, elements: numbers)
  }
}
