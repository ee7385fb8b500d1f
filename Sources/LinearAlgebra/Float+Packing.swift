import CMatrixKernels

extension Float {
  package static func packedCount(k: Int, n: Int) -> Int { packed_count_f32(k, n) }

  package static func pack(
    transposed: Bool, k: Int, n: Int, b: UnsafePointer<Float>, ldb: Int,
    to packed: UnsafeMutablePointer<Float>
  ) {
    pack_f32(transposed, k, n, b, ldb, packed)
  }

  package static func gemm(
    m: Int, n: Int, k: Int, a: UnsafePointer<Float>, lda: Int, packed: UnsafePointer<Float>,
    c: UnsafeMutablePointer<Float>, ldc: Int
  ) {
    packed_product_f32(m, n, k, a, lda, packed, c, ldc)
  }
}
