import CMatrixKernels

extension Double {
  package static func packedCount(k: Int, n: Int) -> Int { packed_count_f64(k, n) }

  package static func pack(
    transposed: Bool, k: Int, n: Int, b: UnsafePointer<Double>, ldb: Int,
    to packed: UnsafeMutablePointer<Double>
  ) {
    pack_f64(transposed, k, n, b, ldb, packed)
  }

  package static func gemm(
    m: Int, n: Int, k: Int, a: UnsafePointer<Double>, lda: Int, packed: UnsafePointer<Double>,
    c: UnsafeMutablePointer<Double>, ldc: Int
  ) {
    packed_product_f64(m, n, k, a, lda, packed, c, ldc)
  }
}
