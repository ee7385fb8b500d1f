/// Which products are best done by kernels that read their operands where they lie.
///
/// BLAS packs its operands at every call. Where they are used too few times to pay for that (a gradient summed over
/// thousands of rows, a layer's backward pass), in-place kernels take 5 to 35 % less time, measured for 10 to 2048 rows
/// and columns on a Zen 5.
///
/// The choice depends on the shape and on the processor alone, so that results are the same from run to run.
enum ProductInPlace {
  /// Whether such kernels are best for C ← op(A)·op(B) of these sizes, where op(A) is m×k, op(B) is k×n and C is m×n.
  @inline(__always)
  static func isBest(transposeB: Bool, m: Int, n: Int, k: Int, elementSize: Int) -> Bool {
    // The kernels go through C once for every 64 terms, and through 64 rows of B once for every 8 rows of C. Both
    // should stay in a second-level cache.
    !transposeB && n * elementSize <= 8192 && (k <= 256 || m * n * elementSize <= 800_000)
      && areOfUse
  }

  /// Whether this processor has the vectors for which the kernels are written; on others BLAS is left to do it.
  private static let areOfUse = widestVectors() >= .avx2
}
