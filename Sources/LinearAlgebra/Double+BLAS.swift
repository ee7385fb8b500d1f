import CMatrixKernels
import COpenBLAS
import RealModule

// Row-major calls go to CBLAS as they are. LAPACK is column-major and so sees the transpose: its upper triangle is
// our lower one, its columns are our rows.

extension Double: Scalar {
  package static func gemm(
    transposeA: Bool, transposeB: Bool, m: Int, n: Int, k: Int,
    alpha: Double, a: UnsafePointer<Double>, lda: Int, b: UnsafePointer<Double>, ldb: Int,
    beta: Double, c: UnsafeMutablePointer<Double>, ldc: Int
  ) {
    let isInPlace = ProductInPlace.isBest(
      transposeB: transposeB, m: m, n: n, k: k, elementSize: MemoryLayout<Double>.stride)
    if isInPlace {
      matrix_product_f64(transposeA, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
    } else {
      cblas_dgemm(
        CblasRowMajor, transposition(transposeA), transposition(transposeB), blasint(m),
        blasint(n), blasint(k), alpha, a, blasint(lda), b, blasint(ldb), beta, c, blasint(ldc))
    }
  }

  package static func syrk(
    _ triangle: Triangle, transpose: Bool, n: Int, k: Int, alpha: Double,
    a: UnsafePointer<Double>, lda: Int, beta: Double, c: UnsafeMutablePointer<Double>, ldc: Int
  ) {
    cblas_dsyrk(
      CblasRowMajor, triangle.cblas, transposition(transpose), blasint(n), blasint(k), alpha, a,
      blasint(lda), beta, c, blasint(ldc))
  }

  package static func trsm(
    _ side: Side, _ triangle: Triangle, transpose: Bool, m: Int, n: Int,
    t: UnsafePointer<Double>, ldt: Int, b: UnsafeMutablePointer<Double>, ldb: Int
  ) {
    cblas_dtrsm(
      CblasRowMajor, side.cblas, triangle.cblas, transposition(transpose), CblasNonUnit, blasint(m),
      blasint(n), 1, t, blasint(ldt), b, blasint(ldb))
  }

  package static func trmm(
    _ side: Side, _ triangle: Triangle, transpose: Bool, m: Int, n: Int, alpha: Double,
    t: UnsafePointer<Double>, ldt: Int, b: UnsafeMutablePointer<Double>, ldb: Int
  ) {
    cblas_dtrmm(
      CblasRowMajor, side.cblas, triangle.cblas, transposition(transpose), CblasNonUnit, blasint(m),
      blasint(n), alpha, t, blasint(ldt), b, blasint(ldb))
  }

  package static func dot(
    _ count: Int, _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>
  ) -> Double {
    cblas_ddot(blasint(count), x, 1, y, 1)
  }

  package static func nrm2(_ count: Int, _ x: UnsafePointer<Double>) -> Double {
    cblas_dnrm2(blasint(count), x, 1)
  }

  package static func scal(_ count: Int, alpha: Double, x: UnsafeMutablePointer<Double>) {
    cblas_dscal(blasint(count), alpha, x, 1)
  }
}
