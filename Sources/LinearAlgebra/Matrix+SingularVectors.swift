import COpenBLAS

extension Matrix where Element == Double {
  /// Singular values, largest first; as columns the left singular vectors, rows × min(rows, columns); and as rows the
  /// right ones, min(rows, columns) × columns. The matrix is left · diag(values) · right.
  ///
  /// All NaN where an element is not finite or LAPACK does not converge.
  package var singularSystem: (values: [Double], left: Matrix, right: Matrix) {
    let count = Swift.min(rows, columns)
    var values = [Double](repeating: .nan, count: count)
    var left = Matrix(rows: rows, columns: count, repeating: .nan)
    var right = Matrix(rows: count, columns: columns, repeating: .nan)
    let unknown = (values, left, right)
    guard count > 0, isFinite else { return unknown }
    // LAPACK sees the transpose: its right singular vectors are our left ones, row by row in our order.
    var (m, n, rank, status) = (blasint(columns), blasint(rows), blasint(count), blasint(0))
    var (leading, other) = (m, m)
    var copy = elements
    let converged = withWorkspaces(of: Double.self, integers: 8 * count) {
      work, workCount, integers, _ in
      dgesdd_(
        "S", &m, &n, &copy, &leading, &values, &right.elements, &other, &left.elements, &rank, work,
        workCount, integers, &status, 1)
      return status == 0
    }
    return converged ? (values, left, right) : unknown
  }

  /// The nearest matrix with orthonormal columns, or rows where it is wide: left · right of the singular system
  /// (Higham, Functions of Matrices, 2008, ch. 8).
  ///
  /// All NaN where the singular system is.
  package var polarFactor: Matrix {
    let system = singularSystem
    return system.left * system.right
  }
}
