import CMatrixKernels
import COpenBLAS

extension Double {
  package static func geqrf(
    k: Int, n: Int, a: UnsafeMutablePointer<Double>, lda: Int, tau: UnsafeMutablePointer<Double>,
    workspace: UnsafeMutablePointer<Double>, workspaceCount: Int
  ) {
    var (rows, columns, stride, count) = (
      blasint(n), blasint(k), blasint(lda), blasint(workspaceCount)
    )
    var status: blasint = 0
    dgeqrf_(&rows, &columns, a, &stride, tau, workspace, &count, &status)
    precondition(status == 0, "geqrf: argument \(-status) of a \(k)×\(n) frame")
  }

  package static func orgqr(
    k: Int, n: Int, a: UnsafeMutablePointer<Double>, lda: Int, tau: UnsafePointer<Double>,
    workspace: UnsafeMutablePointer<Double>, workspaceCount: Int
  ) {
    var (rows, columns, stride, count) = (
      blasint(n), blasint(k), blasint(lda), blasint(workspaceCount)
    )
    var reflectors = columns
    var status: blasint = 0
    dorgqr_(&rows, &columns, &reflectors, a, &stride, tau, workspace, &count, &status)
    precondition(status == 0, "orgqr: argument \(-status) of a \(k)×\(n) frame")
  }

  package static func qrWorkspaceCount(k: Int, n: Int) -> Int {
    var (rows, columns, stride, query) = (blasint(n), blasint(k), blasint(max(n, 1)), blasint(-1))
    var (a, tau, first, second): (Double, Double, Double, Double) = (0, 0, 0, 0)
    var status: blasint = 0
    dgeqrf_(&rows, &columns, &a, &stride, &tau, &first, &query, &status)
    dorgqr_(&rows, &columns, &columns, &a, &stride, &tau, &second, &query, &status)
    return Int(max(first, second, 1))
  }

  package static func smallCholeskyInverse(
    n: Int, g: UnsafePointer<Double>, x: UnsafeMutablePointer<Double>, ld: Int,
    diagonal: UnsafeMutablePointer<Double>, least: UnsafePointer<Double>
  ) -> Int {
    small_cholesky_inverse_f64(n, g, ld, least, x, ld, diagonal)
  }

  package static func columnMagnitudes(
    k: Int, n: Int, _ z: UnsafePointer<Double>, to magnitudes: UnsafeMutablePointer<Double>
  ) {
    column_magnitudes_f64(k, n, z, magnitudes)
  }

  package static func weightedMagnitude(
    _ count: Int, _ q: UnsafePointer<Double>, weights: UnsafePointer<Double>
  ) -> Double {
    weighted_magnitude_f64(count, q, weights)
  }

  package static func getrf(
    n: Int, a: UnsafeMutablePointer<Double>, lda: Int, pivots: UnsafeMutablePointer<Int32>
  ) {
    var (order, stride, status) = (blasint(n), blasint(lda), blasint(0))
    dgetrf_(&order, &order, a, &stride, pivots, &status)
    precondition(status >= 0, "getrf: argument \(-status) of a \(n)×\(n) matrix")
  }

  package static func syevd(
    vectors: Bool, n: Int, a: UnsafeMutablePointer<Double>, lda: Int,
    values: UnsafeMutablePointer<Double>
  ) -> Bool {
    var (order, stride, status) = (blasint(n), blasint(lda), blasint(0))
    return withWorkspaces(of: Double.self) { work, workCount, integers, integerCount in
      dsyevd_(
        vectors ? "V" : "N", "U", &order, a, &stride, values, work, workCount, integers,
        integerCount, &status, 1, 1)
      return status == 0
    }
  }

  package static func gesdd(
    m: Int, n: Int, a: UnsafeMutablePointer<Double>, lda: Int, values: UnsafeMutablePointer<Double>
  ) -> Bool {
    var (rows, columns, stride) = (blasint(n), blasint(m), blasint(lda))
    var (one, other) = (blasint(1), blasint(1))
    var status: blasint = 0
    return withWorkspaces(of: Double.self, integers: 8 * min(m, n)) {
      work, workCount, integers, _ in
      dgesdd_(
        "N", &rows, &columns, a, &stride, values, nil, &one, nil, &other, work, workCount,
        integers, &status, 1)
      return status == 0
    }
  }

  package static func geev(
    n: Int, a: UnsafeMutablePointer<Double>, lda: Int,
    real: UnsafeMutablePointer<Double>, imaginary: UnsafeMutablePointer<Double>
  ) -> Bool {
    var (order, stride, status) = (blasint(n), blasint(lda), blasint(0))
    var (one, other) = (blasint(1), blasint(1))
    return withWorkspaces(of: Double.self) { work, workCount, _, _ in
      dgeev_(
        "N", "N", &order, a, &stride, real, imaginary, nil, &one, nil, &other, work, workCount,
        &status, 1, 1)
      return status == 0
    }
  }
}
