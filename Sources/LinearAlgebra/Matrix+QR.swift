package import RandomStreams

extension Matrix {
  /// Thin QR of an m×n matrix, m ≥ n: Q is m×n with orthonormal columns, R is n×n, upper, its diagonal ≥ 0.
  package var qr: (q: Matrix, r: Matrix) {
    @specialized(where Element == Float)
    @specialized(where Element == Double)
    get {
      precondition(rows >= columns, "thin QR of \(shape)")
      let (m, n) = (rows, columns)
      guard n > 0 else { return (self, Matrix(rows: 0, columns: 0)) }
      var factors = transposed
      var tau = [Element](repeating: 0, count: n)
      var workspace = [Element](repeating: 0, count: Element.qrWorkspaceCount(k: n, n: m))
      Element.geqrf(
        k: n, n: m, a: &factors.elements, lda: m, tau: &tau, workspace: &workspace,
        workspaceCount: workspace.count)
      var r = Matrix(rows: n, columns: n)
      for i in 0..<n { for j in i..<n { r[i, j] = factors[j, i] } }
      Element.orgqr(
        k: n, n: m, a: &factors.elements, lda: m, tau: tau, workspace: &workspace,
        workspaceCount: workspace.count)
      for i in 0..<n where r[i, i] < 0 {
        for j in i..<n { r[i, j] = -r[i, j] }
        for j in 0..<m { factors[i, j] = -factors[i, j] }
      }
      return (factors.transposed, r)
    }
  }

  /// A random matrix with orthonormal columns, or orthonormal rows where it is wide, Haar-distributed.
  ///
  /// It is Q of a Gaussian matrix, where R has a positive diagonal (Mezzadri 2007).
  package static func randomOrthogonal(
    rows: Int, columns: Int, from random: inout RandomStream
  ) -> Matrix {
    var tall = Matrix(rows: max(rows, columns), columns: min(rows, columns))
    random.fillNormal(&tall.elements)
    let q = tall.qr.q
    return rows >= columns ? q : q.transposed
  }
}
