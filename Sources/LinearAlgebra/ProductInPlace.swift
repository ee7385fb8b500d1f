/// Which products are best done by kernels that read their operands where they lie.
///
/// BLAS packs its operands at every call. Where they are used too few times to pay for that (a gradient summed over
/// thousands of rows, a layer's backward pass), in-place kernels take 5 to 35 % less time, measured for 10 to 2048 rows
/// and columns on a Zen 5.
///
/// The choice depends on the shape and on the processor alone, so that results are the same from run to run.
enum ProductInPlace {
  /// Whether C ← op(A)·B of these sizes is, with A m×k, B k×n and C m×n.
  @inline(__always)
  static func isBest(transposeB: Bool, m: Int, n: Int, k: Int, elementSize: Int) -> Bool {
    // C is gone through once for every 64 terms, and as many rows of B once for every 8 of C: both want to stay in a
    // second-level cache.
    !transposeB && n * elementSize <= 8192 && (k <= 256 || m * n * elementSize <= 800_000)
      && areOfUse
  }

  /// The kernels are written for the vectors of these processors; on others BLAS knows more.
  private static let areOfUse = widestVectors() >= .avx2
}
