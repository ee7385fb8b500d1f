import COpenBLAS
public import RealModule

// Row-major calls go to CBLAS as they are. LAPACK is column-major and so sees the transpose: its upper triangle is
// our lower one, its columns are our rows.

extension Float: Scalar {
  public static func gemm(
    transposeA: Bool, transposeB: Bool, m: Int, n: Int, k: Int,
    alpha: Float, a: UnsafePointer<Float>, lda: Int, b: UnsafePointer<Float>, ldb: Int,
    beta: Float, c: UnsafeMutablePointer<Float>, ldc: Int
  ) {
    guard
      let tiles = ProductTiles(
        transposeA: transposeA, transposeB: transposeB, m: m, n: n, k: k,
        elementSize: MemoryLayout<Float>.stride)
    else {
      cblas_sgemm(
        CblasRowMajor, transposition(transposeA), transposition(transposeB), blasint(m),
        blasint(n), blasint(k), alpha, a, blasint(lda), b, blasint(ldb), beta, c, blasint(ldc))
      return
    }
    tiles.forEach(m: m, n: n, k: k) { row, column, first, tile in
      let from = transposeA ? first * lda + row : row * lda + first
      cblas_sgemm(
        CblasRowMajor, transposition(transposeA), CblasNoTrans, blasint(tile.rows),
        blasint(tile.columns), blasint(tile.depth), alpha, a + from, blasint(lda),
        b + (first * ldb + column), blasint(ldb), first == 0 ? beta : 1,
        c + (row * ldc + column), blasint(ldc))
    }
  }

  public static func syrk(
    _ triangle: Triangle, transpose: Bool, n: Int, k: Int, alpha: Float,
    a: UnsafePointer<Float>, lda: Int, beta: Float, c: UnsafeMutablePointer<Float>, ldc: Int
  ) {
    cblas_ssyrk(
      CblasRowMajor, triangle.cblas, transposition(transpose), blasint(n), blasint(k), alpha, a,
      blasint(lda), beta, c, blasint(ldc))
  }

  public static func trsm(
    _ side: Side, _ triangle: Triangle, transpose: Bool, m: Int, n: Int,
    t: UnsafePointer<Float>, ldt: Int, b: UnsafeMutablePointer<Float>, ldb: Int
  ) {
    cblas_strsm(
      CblasRowMajor, side.cblas, triangle.cblas, transposition(transpose), CblasNonUnit, blasint(m),
      blasint(n), 1, t, blasint(ldt), b, blasint(ldb))
  }

  public static func trmm(
    _ side: Side, _ triangle: Triangle, transpose: Bool, m: Int, n: Int, alpha: Float,
    t: UnsafePointer<Float>, ldt: Int, b: UnsafeMutablePointer<Float>, ldb: Int
  ) {
    cblas_strmm(
      CblasRowMajor, side.cblas, triangle.cblas, transposition(transpose), CblasNonUnit, blasint(m),
      blasint(n), alpha, t, blasint(ldt), b, blasint(ldb))
  }

  public static func dot(
    _ count: Int, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>
  ) -> Float {
    cblas_sdot(blasint(count), x, 1, y, 1)
  }

  public static func nrm2(_ count: Int, _ x: UnsafePointer<Float>) -> Float {
    cblas_snrm2(blasint(count), x, 1)
  }

  public static func scal(_ count: Int, alpha: Float, x: UnsafeMutablePointer<Float>) {
    cblas_sscal(blasint(count), alpha, x, 1)
  }
}
