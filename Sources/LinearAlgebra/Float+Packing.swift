import CMatrixKernels

extension Float {
  public static func packedCount(k: Int, n: Int) -> Int { packed_count_f32(k, n) }

  public static func pack(
    transposed: Bool, k: Int, n: Int, b: UnsafePointer<Float>, ldb: Int,
    to packed: UnsafeMutablePointer<Float>
  ) {
    pack_f32(transposed, k, n, b, ldb, packed)
  }

  public static func gemm(
    m: Int, n: Int, k: Int, a: UnsafePointer<Float>, lda: Int, packed: UnsafePointer<Float>,
    c: UnsafeMutablePointer<Float>, ldc: Int
  ) {
    packed_product_f32(m, n, k, a, lda, packed, c, ldc)
  }
}
