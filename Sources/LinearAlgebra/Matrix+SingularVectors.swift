import COpenBLAS

extension Matrix where Element == Double {
  /// The singular values, largest first; the left singular vectors as columns, rows × min(rows, columns); and the right
  /// ones as rows, min(rows, columns) × columns. The matrix is left · diag(values) · right.
  ///
  /// All numbers are NaN where an element is not finite or LAPACK does not converge.
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
  /// All numbers are NaN where those of the singular system are.
  package var polarFactor: Matrix {
    let system = singularSystem
    return system.left * system.right
  }
}
