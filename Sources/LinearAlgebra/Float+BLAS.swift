import CMatrixKernels
import COpenBLAS
import RealModule

// Row-major calls go to CBLAS as they are. LAPACK is column-major and so sees the transpose: its upper triangle is
// our lower one, its columns are our rows.

extension Float: Scalar {
  package static func gemm(
    transposeA: Bool, transposeB: Bool, m: Int, n: Int, k: Int,
    alpha: Float, a: UnsafePointer<Float>, lda: Int, b: UnsafePointer<Float>, ldb: Int,
    beta: Float, c: UnsafeMutablePointer<Float>, ldc: Int
  ) {
    let isInPlace = ProductInPlace.isBest(
      transposeB: transposeB, m: m, n: n, k: k, elementSize: MemoryLayout<Float>.stride)
    if isInPlace {
      matrix_product_f32(transposeA, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
    } else {
      cblas_sgemm(
        CblasRowMajor, transposition(transposeA), transposition(transposeB), blasint(m),
        blasint(n), blasint(k), alpha, a, blasint(lda), b, blasint(ldb), beta, c, blasint(ldc))
    }
  }

  package static func syrk(
    _ triangle: Triangle, transpose: Bool, n: Int, k: Int, alpha: Float,
    a: UnsafePointer<Float>, lda: Int, beta: Float, c: UnsafeMutablePointer<Float>, ldc: Int
  ) {
    cblas_ssyrk(
      CblasRowMajor, triangle.cblas, transposition(transpose), blasint(n), blasint(k), alpha, a,
      blasint(lda), beta, c, blasint(ldc))
  }

  package static func trsm(
    _ side: Side, _ triangle: Triangle, transpose: Bool, m: Int, n: Int,
    t: UnsafePointer<Float>, ldt: Int, b: UnsafeMutablePointer<Float>, ldb: Int
  ) {
    cblas_strsm(
      CblasRowMajor, side.cblas, triangle.cblas, transposition(transpose), CblasNonUnit, blasint(m),
      blasint(n), 1, t, blasint(ldt), b, blasint(ldb))
  }

  package static func trmm(
    _ side: Side, _ triangle: Triangle, transpose: Bool, m: Int, n: Int, alpha: Float,
    t: UnsafePointer<Float>, ldt: Int, b: UnsafeMutablePointer<Float>, ldb: Int
  ) {
    cblas_strmm(
      CblasRowMajor, side.cblas, triangle.cblas, transposition(transpose), CblasNonUnit, blasint(m),
      blasint(n), alpha, t, blasint(ldt), b, blasint(ldb))
  }

  package static func dot(
    _ count: Int, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>
  ) -> Float {
    cblas_sdot(blasint(count), x, 1, y, 1)
  }

  package static func nrm2(_ count: Int, _ x: UnsafePointer<Float>) -> Float {
    cblas_snrm2(blasint(count), x, 1)
  }

  package static func scal(_ count: Int, alpha: Float, x: UnsafeMutablePointer<Float>) {
    cblas_sscal(blasint(count), alpha, x, 1)
  }
}
