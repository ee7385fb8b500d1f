import Foundation
package import LinearAlgebra

/// Estimates of the dimension of a representation, a matrix of P samples (rows) of N units (columns).
///
/// The ranks come from singular values, since a Gram matrix's eigenvalues, which are their squares, lose half the
/// digits.
package enum Dimension {
  /// The effective rank: exp of the entropy of the singular values as shares of their sum (Roy and Vetterli 2007).
  ///
  /// - Returns: A number from 1 (one direction) to the count of values (all equal); 0 where all are zero, NaN where a
  ///   value is NaN.
  package static func effectiveRank(singularValues: [Double]) -> Double {
    let total = singularValues.reduce(0, +)
    guard total > 0 else { return total == 0 ? 0 : .nan }
    let entropy = singularValues.reduce(0) { entropy, value in
      let share = value / total
      return share > 0 ? entropy - share * log(share) : entropy
    }
    return exp(entropy)
  }

  /// The ε-rank: the number of eigenvalues of the Gram matrix (1/P)·HᵀH above `threshold` (arXiv:2412.05144); NaN where
  /// a value is not finite.
  ///
  /// - Parameter samples: P.
  package static func gramRank(
    singularValues: [Double], samples: Int, threshold: Double
  ) -> Double {
    guard singularValues.allSatisfy(\.isFinite) else { return .nan }
    return Double(singularValues.count { $0 * $0 / Double(samples) > threshold })
  }

  /// The participation ratio (Tr C)²/Tr(C²) of the covariance C, whose eigenvalues are the squares of the *centred*
  /// representation's singular values (arXiv:1906.00443).
  ///
  /// - Returns: A number from 1 to the count of values; 0 where all are zero.
  package static func participationRatio(centeredSingularValues: [Double]) -> Double {
    // Values are relative to the largest, so that no power overflows or vanishes.
    let largest = centeredSingularValues.max() ?? 0
    guard largest > 0 else { return largest == 0 ? 0 : .nan }
    let squares = centeredSingularValues.map { ($0 / largest) * ($0 / largest) }
    let trace = squares.reduce(0, +)
    return trace * trace / squares.reduce(0) { $0 + $1 * $1 }
  }
}

extension Matrix where Element == Double {
  /// The matrix with each column's mean subtracted. A column is zero where only the mean's rounding is left of it, at
  /// most rows times the rounding unit of its largest entry.
  package var centered: Matrix {
    // The loops use plain arrays, since each access to a generic matrix of another module costs a call.
    var numbers = elements
    let (rows, columns) = (rows, columns)
    var means = [Double](repeating: 0, count: columns)
    for row in 0..<rows {
      for column in 0..<columns { means[column] += numbers[row * columns + column] }
    }
    for column in 0..<columns { means[column] /= Double(rows) }
    var (largest, spread) = (means, means)
    for column in 0..<columns { (largest[column], spread[column]) = (0, 0) }
    for row in 0..<rows {
      for column in 0..<columns {
        let place = row * columns + column
        largest[column] = max(largest[column], abs(numbers[place]))
        numbers[place] -= means[column]
        spread[column] = max(spread[column], abs(numbers[place]))
      }
    }
    let unit = Double(rows) * Double.ulpOfOne / 2
    for column in 0..<columns where spread[column] <= unit * largest[column] {
      for row in 0..<rows { numbers[row * columns + column] = 0 }
    }
    return Matrix(rows: rows, columns: columns, elements: numbers)
  }
}
