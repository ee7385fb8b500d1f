import Foundation
package import LinearAlgebra

/// The angle between two maps, whatever their coordinates: min over orthogonal C of the angle between A and C B Cᵀ, 0 to
/// π (Dynamical Similarity Analysis; arXiv:2306.10168).
///
/// The minimum is that of several ascents, each from an orthogonal C₀ that takes a basis of B to the same basis of A:
/// eigenvectors of the symmetric parts, left and right singular vectors, Schur vectors, with signs chosen for them; and
/// from the coordinates as they are. Each basis is tried in both orientations, since rotations do not turn one into the
/// other. Where A and B are conjugate the first start is exact. The result is an upper bound, and the same everywhere.
///
/// A smaller map is filled up with zeros.
///
/// - Returns: NaN where a map is zero or not finite.
package func angularDistance(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Double {
  let size = max(a.rows, b.rows)
  let (first, second) = (a.padded(to: size).normalized, b.padded(to: size).normalized)
  guard first.isFinite, second.isFinite, size > 0 else { return .nan }
  var least = Double.infinity
  for start in ProcrustesStarts(first, second).all {
    var rotations = PlaneRotations(
      toward: first, from: (start * second).times(start, transposingOther: true))
    rotations.climb()
    least = min(least, (first - rotations.map).frobeniusNorm)
  }
  // Of unit vectors at an angle φ the distance is 2 sin(φ/2); the arc cosine would lose half of the digits near 0.
  return 2 * asin(min(1, least / 2))
}

/// The orthogonal changes of coordinates from which the ascents start.
private struct ProcrustesStarts {
  private let a: Matrix<Double>
  private let b: Matrix<Double>

  init(_ a: Matrix<Double>, _ b: Matrix<Double>) { (self.a, self.b) = (a, b) }

  var all: [Matrix<Double>] {
    let bases: [(Matrix<Double>) -> Matrix<Double>] = [
      { ($0 + $0.transposed).symmetricEigensystem.vectors },
      { $0.singularSystem.left.transposed },
      { $0.singularSystem.right },
      { $0.schurVectors },
    ]
    let identity = Matrix<Double>.identity(a.rows)
    let starts = bases.map { aligned($0(a), $0(b)) } + [identity]
    return (starts + starts.map(mirrored)).filter(\.isFinite)
  }

  /// The change of coordinates in the other orientation.
  private func mirrored(_ start: Matrix<Double>) -> Matrix<Double> {
    var mirrored = start
    for column in 0..<start.columns { mirrored[0, column] = -start[0, column] }
    return mirrored
  }

  /// U_Aᵀ S U_B, where the rows of U are a map's basis and S are signs.
  private func aligned(_ one: Matrix<Double>, _ other: Matrix<Double>) -> Matrix<Double> {
    let first = (one * a).times(one, transposingOther: true)
    let second = (other * b).times(other, transposingOther: true)
    let products = Matrix(
      rows: a.rows, columns: a.rows, elements: zip(first.elements, second.elements).map(*))
    var signed = other
    for (row, sign) in Self.signs(products).enumerated() {
      for column in 0..<signed.columns { signed[row, column] *= sign }
    }
    return one.times(signed, transposingSelf: true)
  }

  /// Signs s for which Σ m_ij s_i s_j is large: those of the leading eigenvector, then single flips while one of them
  /// raises the sum.
  private static func signs(_ products: Matrix<Double>) -> [Double] {
    let both = products + products.transposed
    let n = both.rows
    guard both.isFinite else { return [Double](repeating: 1, count: n) }
    var signs = both.symmetricEigensystem.vectors[row: n - 1].map { $0 < 0 ? -1.0 : 1 }
    var hasFlipped = true
    while hasFlipped {
      hasFlipped = false
      for i in 0..<n {
        // What the sum has of i and another coordinate; a flip turns it round.
        var others = 0.0
        for j in 0..<n where j != i { others += both[i, j] * signs[j] }
        if signs[i] * others < -1e-14 {
          signs[i] = -signs[i]
          hasFlipped = true
        }
      }
    }
    return signs
  }
}

extension Matrix where Element == Double {
  /// The square matrix with rows and columns of zeros added.
  fileprivate func padded(to size: Int) -> Matrix {
    var matrix = Matrix(rows: size, columns: size)
    for row in 0..<rows {
      for column in 0..<columns { matrix[row, column] = self[row, column] }
    }
    return matrix
  }

  /// The matrix with norm 1; NaN where it is zero.
  fileprivate var normalized: Matrix { (1 / frobeniusNorm) * self }
}
