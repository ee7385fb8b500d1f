import Foundation
package import LinearAlgebra

/// Numbers that summarise a tangent kernel, a symmetric positive matrix.
package enum KernelStatistics {
  /// The cosine between two matrices of one shape, Σ a b over their elements divided by both Frobenius norms, −1 to 1.
  package static func alignment(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Double {
    var sum = 0.0
    for index in a.elements.indices { sum += a.elements[index] * b.elements[index] }
    return sum / (a.frobeniusNorm * b.frobeniusNorm)
  }

  /// The alignment of a kernel K, [n × n], with yyᵀ: yᵀKy/(‖K‖‖y‖²) (arXiv:2008.00938).
  ///
  /// - Parameter target: y, n numbers.
  package static func alignment(_ kernel: Matrix<Double>, target: [Double]) -> Double {
    let image = kernel * target
    let (product, square) = zip(image, target).reduce((0.0, 0.0)) { sum, pair in
      (sum.0 + pair.0 * pair.1, sum.1 + pair.1 * pair.1)
    }
    return product / (kernel.frobeniusNorm * square)
  }

  /// exp of the entropy of the eigenvalues as shares of their sum. Negative eigenvalues are rounding and are left out.
  package static func effectiveRank(_ eigenvalues: [Double]) -> Double {
    let positive = eigenvalues.filter { $0 > 0 }
    let trace = positive.reduce(0, +)
    return exp(-positive.reduce(0) { $0 + $1 / trace * log($1 / trace) })
  }

  /// The share of the trace that the largest eigenvalues hold, 0 to 1.
  ///
  /// - Parameters:
  ///   - eigenvalues: The eigenvalues, largest first; negative ones are rounding and count as 0.
  ///   - share: The share of the eigenvalues that counts as largest, rounded to a whole number of at least one.
  package static func traceRatio(_ eigenvalues: [Double], share: Double) -> Double {
    let count = max(1, Int((share * Double(eigenvalues.count)).rounded()))
    func trace(_ values: some Sequence<Double>) -> Double {
      values.reduce(0) { $0 + max(0, $1) }
    }
    return trace(eigenvalues.prefix(count)) / trace(eigenvalues)
  }

  /// The participation ratio of a kernel's eigenvalues, (Σλ)²/Σλ², from its trace and its Frobenius norm.
  package static func participation(_ kernel: Matrix<Double>) -> Double {
    let trace = kernel.diagonal.reduce(0, +)
    return trace * trace / (kernel.frobeniusNorm * kernel.frobeniusNorm)
  }
}
