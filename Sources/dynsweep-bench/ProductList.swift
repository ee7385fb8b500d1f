import COpenBLAS
import LinearAlgebra
import RandomStreams

/// Matrix products alone, of the shapes that a benchmark's program runs, by OpenBLAS's SGEMM: its limit, unless its own
/// kernels beat that.
final class ProductList: Benchmark {
  /// C = A B, with A m×k and B k×n, or their transposes; `times` of them one after the other.
  struct Entry {
    var times = 1
    var transposeA = false
    var transposeB = false
    let m: Int
    let n: Int
    let k: Int
  }

  private let entries: [Entry]
  private let source: [Float]
  /// Where the second factors begin: off the first by no power of two, lest both want one place of the cache.
  private let second: Int
  private var result: [Float]

  init(_ entries: [Entry]) {
    self.entries = entries
    let largest = entries.map { max($0.m * $0.k, $0.k * $0.n) }.max() ?? 0
    var random = RandomStream(seed: 2, purpose: "benchmark products")
    let pattern = (0..<4096).map { _ in Float(random.normal()) }
    second = largest + 1040
    source = (0..<second + largest).map { pattern[$0 % 4096] }
    result = [Float](repeating: 0, count: entries.map { $0.m * $0.n }.max() ?? 0)
  }

  func run() {
    source.withUnsafeBufferPointer { source in
      result.withUnsafeMutableBufferPointer { result in
        guard let a = source.baseAddress, let to = result.baseAddress else { return }
        for entry in entries { Self.run(entry, a, a + second, to) }
      }
    }
  }

  private static func run(
    _ entry: Entry, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    _ to: UnsafeMutablePointer<Float>
  ) {
    let (m, n, k) = (entry.m, entry.n, entry.k)
    // Repeated on the same numbers, which stay in the cache as a step's states do.
    for _ in 0..<entry.times {
      cblas_sgemm(
        CblasRowMajor, entry.transposeA ? CblasTrans : CblasNoTrans,
        entry.transposeB ? CblasTrans : CblasNoTrans, blasint(m), blasint(n), blasint(k), 1, a,
        blasint(entry.transposeA ? m : k), b, blasint(entry.transposeB ? k : n), 0, to, blasint(n))
    }
  }
}
