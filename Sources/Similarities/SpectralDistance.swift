import ComplexModule
package import LinearAlgebra

/// How far the eigenvalues of two maps are from each other: the least mean of |a_i − b_σ(i)|² over assignments σ, the
/// square of the Wasserstein distance of the two spectra (as dsa-metric 2 has it, without the root).
///
/// The smaller map's eigenvalues are filled up with zeros.
///
/// - Returns: NaN where a map is not finite; 0 for maps without coordinates.
package func spectralDistance(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Double {
  let count = max(a.rows, b.rows)
  guard count > 0 else { return 0 }
  func values(_ map: Matrix<Double>) -> [Complex<Double>] {
    (map.rows > 0 ? map.eigenvalues : [])
      + [Complex<Double>](repeating: .zero, count: count - map.rows)
  }
  let (first, second) = (values(a), values(b))
  guard (first + second).allSatisfy({ $0.real.isFinite && $0.imaginary.isFinite }) else {
    return .nan
  }
  var costs = Matrix<Double>(rows: count, columns: count)
  for (row, one) in first.enumerated() {
    for (column, other) in second.enumerated() {
      let difference = one - other
      costs[row, column] =
        difference.real * difference.real + difference.imaginary * difference.imaginary
    }
  }
  let columns = leastCostAssignment(costs)
  let sum = columns.enumerated().reduce(0.0) { $0 + costs[$1.offset, $1.element] }
  return sum / Double(count)
}
