@testable import LinearAlgebra
import Schema
import TestSupport
import Testing

@Suite struct LowRankInitializationTests {
  private func matrix(_ rank: Int) -> Matrix<Double> {
    InitializationTests.matrix(
      InitializationTests.rule("low_rank", ["rank": .value(.integer(rank)), "gain": 1.25]), 12, 9)
  }

  @Test func `weights have the rank asked for and the norm of the whole`() {
    let whole = InitializationTests.matrix(
      InitializationTests.rule("gaussian", ["gain": 1.25]), 12, 9)
    #expect(matrix(9) == whole && matrix(40) == whole)
    let strengths = whole.singularValues
    for rank in [1, 4] {
      let values = matrix(rank).singularValues
      // Rounding.
      #expect(values.dropFirst(rank).allSatisfy { $0 < 1e-12 })
      #expect(abs(matrix(rank).frobeniusNorm - whole.frobeniusNorm) < 1e-12)
      #expect(
        zip(values, strengths).prefix(rank).allSatisfy {
          abs($0 / values[0] - $1 / strengths[0]) < 1e-12
        })
    }
  }
}
