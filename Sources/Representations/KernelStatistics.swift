import Foundation
package import LinearAlgebra

/// What a tangent kernel is summed up by.
package enum KernelStatistics {
  /// Σ a b of two matrices' elements over both norms, from −1 to 1.
  package static func alignment(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Double {
    var sum = 0.0
    for index in a.elements.indices { sum += a.elements[index] * b.elements[index] }
    return sum / (a.frobeniusNorm * b.frobeniusNorm)
  }

  /// yᵀKy over K's norm and y's squared: the alignment of K with yyᵀ (arXiv:2008.00938).
  package static func alignment(_ kernel: Matrix<Double>, target: [Double]) -> Double {
    let image = kernel * target
    let (product, square) = zip(image, target).reduce((0.0, 0.0)) { sum, pair in
      (sum.0 + pair.0 * pair.1, sum.1 + pair.1 * pair.1)
    }
    return product / (kernel.frobeniusNorm * square)
  }

  /// e to the entropy of the eigenvalues' shares; those below zero are rounding.
  package static func effectiveRank(_ eigenvalues: [Double]) -> Double {
    let positive = eigenvalues.filter { $0 > 0 }
    let trace = positive.reduce(0, +)
    return exp(-positive.reduce(0) { $0 + $1 / trace * log($1 / trace) })
  }

  /// The share of the trace that the largest eigenvalues have.
  ///
  /// - Parameters:
  ///   - eigenvalues: Largest first; those below zero are rounding.
  ///   - share: Of them, how many are the largest: rounded, at least one.
  package static func traceRatio(_ eigenvalues: [Double], share: Double) -> Double {
    let count = max(1, Int((share * Double(eigenvalues.count)).rounded()))
    func trace(_ values: some Sequence<Double>) -> Double {
      values.reduce(0) { $0 + max(0, $1) }
    }
    return trace(eigenvalues.prefix(count)) / trace(eigenvalues)
  }

  /// (Σλ)²/Σλ², from the trace and the norm.
  package static func participation(_ kernel: Matrix<Double>) -> Double {
    let trace = kernel.diagonal.reduce(0, +)
    return trace * trace / (kernel.frobeniusNorm * kernel.frobeniusNorm)
  }
}
