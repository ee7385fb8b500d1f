import COpenBLAS

extension Matrix where Element == Double {
  /// The real Schur vectors of a square matrix, as rows: with Z of these, Z · self · Zᵀ is upper triangular but for a
  /// 2 × 2 block for each pair of complex eigenvalues. The order is LAPACK's.
  ///
  /// All numbers are NaN where an element is not finite or LAPACK does not converge.
  package var schurVectors: Matrix {
    precondition(isSquare, "Schur vectors of \(shape)")
    let unknown = Matrix(rows: rows, columns: rows, repeating: .nan)
    guard rows > 0, isFinite else { return unknown }
    // LAPACK's columns are our rows.
    var (copy, vectors) = (transposed.elements, unknown)
    var (real, imaginary) = (copy, copy)
    var (order, stride, other) = (blasint(rows), blasint(rows), blasint(rows))
    var (sorted, status) = (blasint(0), blasint(0))
    let converged = withWorkspaces(of: Double.self) { work, workCount, _, _ in
      dgees_(
        "V", "N", nil, &order, &copy, &stride, &sorted, &real, &imaginary, &vectors.elements,
        &other, work, workCount, nil, &status, 1, 1)
      return status == 0
    }
    return converged ? vectors : unknown
  }
}
