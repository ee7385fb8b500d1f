import Testing

@testable import LinearAlgebra
@testable import RandomStreams

/// A product of normal numbers, by BLAS or in place, and by its definition in double precision.
private struct Comparison<S: Scalar> {
  let m: Int
  let n: Int
  let k: Int
  let transposeA: Bool

  /// The largest difference of C ← 2 op(A) B + C/2 from its definition, with rows longer than they need be.
  func largestDifference() -> Double {
    var random = RandomStream(seed: 4, purpose: "product in place")
    let (lda, ldb, ldc) = ((transposeA ? m : k) + 3, n + 2, n + 1)
    func numbers(_ count: Int) -> [S] { (0..<count).map { _ in S(random.normal()) } }
    let (a, b) = (numbers((transposeA ? k : m) * lda), numbers(k * ldb))
    let c = numbers(m * ldc)
    var found = c
    S.gemm(
      transposeA: transposeA, transposeB: false, m: m, n: n, k: k, alpha: 2, a: a, lda: lda, b: b,
      ldb: ldb, beta: 0.5, c: &found, ldc: ldc)
    var largest = 0.0
    for i in 0..<m {
      for j in 0..<ldc {
        let start = Double(c[i * ldc + j])
        // What lies beside the product must stay.
        var expected = j < n ? start / 2 : start
        for l in 0..<(j < n ? k : 0) {
          expected += 2 * Double(a[transposeA ? l * lda + i : i * lda + l] * b[l * ldb + j])
        }
        largest = max(largest, abs(Double(found[i * ldc + j]) - expected))
      }
    }
    return largest
  }
}

@Test(arguments: [
  (64, 128, 128, false), (31, 333, 301, false), (300, 200, 40, false), (1, 1000, 1001, false),
  (64, 64, 1000, true), (33, 17, 2001, true), (128, 128, 130, true), (250, 28, 500, true),
  // Left to BLAS: C, or a run of rows of B, is too large.
  (700, 500, 300, false), (600, 600, 260, true), (3, 2100, 70, false),
])
func `a product is the product, wherever it is done`(
  _ m: Int, _ n: Int, _ k: Int, _ transposeA: Bool
) {
  let float = Comparison<Float>(m: m, n: n, k: k, transposeA: transposeA).largestDifference()
  let double = Comparison<Double>(m: m, n: n, k: k, transposeA: transposeA).largestDifference()
  // Rounding of 2000 terms at most; a term left out or added twice would be about 1.
  #expect(float < 2e-3)
  #expect(double < 1e-5)
}
