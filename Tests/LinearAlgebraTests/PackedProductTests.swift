import LinearAlgebra
import Testing

@testable import RandomStreams

@Suite struct PackedProductTests {
  /// A product of small whole numbers, which every order of summation gives exactly, with rows longer than they need be.
  private struct Example<S: Scalar> {
    let m: Int
    let n: Int
    let k: Int
    let isTransposed: Bool
    let a: [S]
    let b: [S]

    var lda: Int { k + 1 }
    var ldb: Int { (isTransposed ? k : n) + 2 }
    var ldc: Int { n + 3 }

    init(m: Int, n: Int, k: Int, isTransposed: Bool) {
      (self.m, self.n, self.k, self.isTransposed) = (m, n, k, isTransposed)
      var random = RandomStream(seed: 8, purpose: "packed product")
      func numbers(_ count: Int) -> [S] {
        (0..<count).map { _ in S(Int(8 * random.uniform()) - 4) }
      }
      a = numbers(m * (k + 1))
      b = numbers((isTransposed ? n : k) * ((isTransposed ? k : n) + 2))
    }

    func expected(_ i: Int, _ j: Int) -> S {
      (0..<k).reduce(0) { sum, p in
        sum + a[i * lda + p] * b[isTransposed ? j * ldb + p : p * ldb + j]
      }
    }

    /// C of so many rows, in memory that held 7 everywhere.
    func product(rows: Int) -> [S] {
      var packed = [S](repeating: 7, count: S.packedCount(k: k, n: n))
      S.pack(transposed: isTransposed, k: k, n: n, b: b, ldb: ldb, to: &packed)
      var c = [S](repeating: 7, count: m * ldc)
      S.gemm(m: rows, n: n, k: k, a: a, lda: lda, packed: packed, c: &c, ldc: ldc)
      return c
    }

    func check() {
      let c = product(rows: m)
      for i in 0..<m {
        for j in 0..<ldc where c[i * ldc + j] != (j < n ? expected(i, j) : 7) {
          Issue.record("(\(i), \(j)) of \(m)×\(k)·\(k)×\(n) is \(c[i * ldc + j])")
          return
        }
      }
    }
  }

  @Test(arguments: [1, 2, 5, 7, 8, 13, 64, 67], [1, 7, 16, 17, 31, 32, 33, 48, 65, 96])
  func `a product with a packed matrix is the product, and nothing beside it is written`(
    m: Int, n: Int
  ) {
    for k in [1, 2, 31, 33, 70] {
      for isTransposed in [false, true] {
        Example<Float>(m: m, n: n, k: k, isTransposed: isTransposed).check()
        Example<Double>(m: m, n: n, k: k, isTransposed: isTransposed).check()
      }
    }
  }

  @Test func `a row's bits do not depend on how many rows there are`() {
    let (m, n, k) = (67, 45, 40)
    var random = RandomStream(seed: 9, purpose: "packed product rows")
    let a = (0..<m * k).map { _ in Float(random.normal()) }
    let b = (0..<k * n).map { _ in Float(random.normal()) }
    var packed = [Float](repeating: 0, count: Float.packedCount(k: k, n: n))
    Float.pack(transposed: false, k: k, n: n, b: b, ldb: n, to: &packed)
    func rows(_ range: Range<Int>) -> [Float] {
      var c = [Float](repeating: 0, count: range.count * n)
      let rows = Array(a[range.lowerBound * k..<range.upperBound * k])
      Float.gemm(m: range.count, n: n, k: k, a: rows, lda: k, packed: packed, c: &c, ldc: n)
      return c
    }
    let whole = rows(0..<m)
    for size in [1, 2, 3, 5, 8, 11] {
      let parts = stride(from: 0, to: m, by: size).flatMap { rows($0..<min($0 + size, m)) }
      #expect(parts == whole)
    }
  }
}
