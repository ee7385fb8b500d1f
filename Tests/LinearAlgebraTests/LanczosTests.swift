import LinearAlgebra
import RandomStreams
import Testing

@Suite struct LanczosTests {
  private func symmetric(_ size: Int, seed: UInt64) -> Matrix<Double> {
    var random = RandomStream(seed: seed, purpose: "test")
    var elements = [Double](repeating: 0, count: size * size)
    random.fillNormal(&elements)
    let matrix = Matrix(rows: size, columns: size, elements: elements)
    return matrix + matrix.transposed
  }

  private func start(_ size: Int) -> [Double] { (1...size).map { 1 / Double($0) } }

  @Test(arguments: [1, 2, 7, 60])
  func `it finds the largest eigenvalue that LAPACK finds`(size: Int) {
    let matrix = symmetric(size, seed: 3)
    let found = Lanczos(start: start(size), limit: size, tolerance: 1e-10) { matrix * $0 }
    let values = matrix.symmetricEigenvalues
    let largest = values[size - 1]
    // The error is of the order of the squared residual; rounding beside it.
    #expect(abs(found.largest - largest) < 1e-10 * max(1, abs(largest)))
    #expect(found.residual < 1e-8)
  }

  @Test func `stopped early it tells how far off it may be`() {
    let matrix = symmetric(60, seed: 4)
    for limit in [1, 3, 10] {
      let found = Lanczos(start: start(60), limit: limit, tolerance: 0) { matrix * $0 }
      let values = matrix.symmetricEigenvalues
      let nearest = values.map { abs($0 - found.largest) }.min() ?? .nan
      #expect(nearest <= found.residual * (1 + 1e-10) && found.basis.count == limit)
    }
  }

  @Test func `of zeros it finds zero, of multiples of one their factor, of infinities nothing`() {
    let zero = Lanczos(start: start(5), limit: 9, tolerance: 1e-10) { $0.map { _ in 0 } }
    #expect(zero.largest == 0 && zero.residual == 0 && zero.basis.count == 1)
    let threefold = Lanczos(start: start(5), limit: 9, tolerance: 1e-10) { $0.map { -3 * $0 } }
    #expect(abs(threefold.largest + 3) < 1e-14 && abs(threefold.basisTrace + 3) < 1e-14)
    let infinite = Lanczos(start: start(5), limit: 9, tolerance: 1e-10) {
      $0.map { _ in .infinity }
    }
    #expect(infinite.largest.isNaN && infinite.residual.isNaN)
  }

  @Test func `its basis is orthonormal, and the trace in it whole once it spans all`() {
    let matrix = symmetric(12, seed: 5)
    let found = Lanczos(start: start(12), limit: 12, tolerance: 0) { matrix * $0 }
    for (i, one) in found.basis.enumerated() {
      for (j, other) in found.basis.enumerated() {
        let product = zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - (i == j ? 1 : 0)) < 1e-13)
      }
    }
    let trace = matrix.diagonal.reduce(0, +)
    #expect(found.basis.count == 12 && abs(found.basisTrace - trace) < 1e-11)
  }
}
