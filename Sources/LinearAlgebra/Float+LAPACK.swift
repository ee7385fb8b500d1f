import CMatrixKernels
import COpenBLAS

extension Float {
  package static func geqrf(
    k: Int, n: Int, a: UnsafeMutablePointer<Float>, lda: Int, tau: UnsafeMutablePointer<Float>,
    workspace: UnsafeMutablePointer<Float>, workspaceCount: Int
  ) {
    var (rows, columns, stride, count) = (
      blasint(n), blasint(k), blasint(lda), blasint(workspaceCount)
    )
    var status: blasint = 0
    sgeqrf_(&rows, &columns, a, &stride, tau, workspace, &count, &status)
    precondition(status == 0, "geqrf: argument \(-status) of a \(k)×\(n) frame")
  }

  package static func orgqr(
    k: Int, n: Int, a: UnsafeMutablePointer<Float>, lda: Int, tau: UnsafePointer<Float>,
    workspace: UnsafeMutablePointer<Float>, workspaceCount: Int
  ) {
    var (rows, columns, stride, count) = (
      blasint(n), blasint(k), blasint(lda), blasint(workspaceCount)
    )
    var reflectors = columns
    var status: blasint = 0
    sorgqr_(&rows, &columns, &reflectors, a, &stride, tau, workspace, &count, &status)
    precondition(status == 0, "orgqr: argument \(-status) of a \(k)×\(n) frame")
  }

  package static func qrWorkspaceCount(k: Int, n: Int) -> Int {
    var (rows, columns, stride, query) = (blasint(n), blasint(k), blasint(max(n, 1)), blasint(-1))
    var (a, tau, first, second): (Float, Float, Float, Float) = (0, 0, 0, 0)
    var status: blasint = 0
    sgeqrf_(&rows, &columns, &a, &stride, &tau, &first, &query, &status)
    sorgqr_(&rows, &columns, &columns, &a, &stride, &tau, &second, &query, &status)
    return Int(max(first, second, 1))
  }

  package static func smallCholeskyInverse(
    n: Int, g: UnsafePointer<Float>, x: UnsafeMutablePointer<Float>, ld: Int,
    diagonal: UnsafeMutablePointer<Float>, least: UnsafePointer<Float>
  ) -> Int {
    small_cholesky_inverse_f32(n, g, ld, least, x, ld, diagonal)
  }

  package static func columnMagnitudes(
    k: Int, n: Int, _ z: UnsafePointer<Float>, to magnitudes: UnsafeMutablePointer<Float>
  ) {
    column_magnitudes_f32(k, n, z, magnitudes)
  }

  package static func weightedMagnitude(
    _ count: Int, _ q: UnsafePointer<Float>, weights: UnsafePointer<Float>
  ) -> Float {
    weighted_magnitude_f32(count, q, weights)
  }

  package static func getrf(
    n: Int, a: UnsafeMutablePointer<Float>, lda: Int, pivots: UnsafeMutablePointer<Int32>
  ) {
    var (order, stride, status) = (blasint(n), blasint(lda), blasint(0))
    sgetrf_(&order, &order, a, &stride, pivots, &status)
    precondition(status >= 0, "getrf: argument \(-status) of a \(n)×\(n) matrix")
  }

  package static func syevd(
    vectors: Bool, n: Int, a: UnsafeMutablePointer<Float>, lda: Int,
    values: UnsafeMutablePointer<Float>
  ) -> Bool {
    var (order, stride, status) = (blasint(n), blasint(lda), blasint(0))
    return withWorkspaces(of: Float.self) { work, workCount, integers, integerCount in
      ssyevd_(
        vectors ? "V" : "N", "U", &order, a, &stride, values, work, workCount, integers,
        integerCount, &status, 1, 1)
      return status == 0
    }
  }

  package static func gesdd(
    m: Int, n: Int, a: UnsafeMutablePointer<Float>, lda: Int, values: UnsafeMutablePointer<Float>
  ) -> Bool {
    var (rows, columns, stride) = (blasint(n), blasint(m), blasint(lda))
    var (one, other) = (blasint(1), blasint(1))
    var status: blasint = 0
    return withWorkspaces(of: Float.self, integers: 8 * min(m, n)) { work, workCount, integers, _ in
      sgesdd_(
        "N", &rows, &columns, a, &stride, values, nil, &one, nil, &other, work, workCount,
        integers, &status, 1)
      return status == 0
    }
  }

  package static func geev(
    n: Int, a: UnsafeMutablePointer<Float>, lda: Int,
    real: UnsafeMutablePointer<Float>, imaginary: UnsafeMutablePointer<Float>
  ) -> Bool {
    var (order, stride, status) = (blasint(n), blasint(lda), blasint(0))
    var (one, other) = (blasint(1), blasint(1))
    return withWorkspaces(of: Float.self) { work, workCount, _, _ in
      sgeev_(
        "N", "N", &order, a, &stride, real, imaginary, nil, &one, nil, &other, work, workCount,
        &status, 1, 1)
      return status == 0
    }
  }
}
