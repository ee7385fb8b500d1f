import COpenBLAS

extension Matrix where Element == Double {
  /// Singular values, largest first, and as columns the left singular vectors: rows × min(rows, columns).
  ///
  /// All NaN where an element is not finite or LAPACK does not converge.
  public var leftSingularSystem: (values: [Double], vectors: Matrix) {
    let count = Swift.min(rows, columns)
    var values = [Double](repeating: .nan, count: count)
    var vectors = Matrix(rows: rows, columns: count, repeating: .nan)
    guard count > 0, isFinite else { return (values, vectors) }
    // LAPACK sees the transpose: its right singular vectors are our left ones, row by row in our order.
    var (m, n, rank, status) = (blasint(columns), blasint(rows), blasint(count), blasint(0))
    var (leading, other) = (m, m)
    var copy = elements
    var right = [Double](repeating: 0, count: columns * count)
    let converged = withWorkspaces(of: Double.self, integers: 8 * count) {
      work, workCount, integers, _ in
      dgesdd_(
        "S", &m, &n, &copy, &leading, &values, &right, &other, &vectors.elements, &rank, work,
        workCount, integers, &status, 1)
      return status == 0
    }
    guard converged else {
      return (values.map { _ in .nan }, Matrix(rows: rows, columns: count, repeating: .nan))
    }
    return (values, vectors)
  }
}
