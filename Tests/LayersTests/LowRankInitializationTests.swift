import Layers
@testable import LinearAlgebra
import Programs
import RandomStreams
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

  @Test func `each block of a packed matrix has the rank by itself`() {
    let rule = InitializationTests.rule("low_rank", ["rank": .value(.integer(1))])
    var random = RandomStream(seed: 2, purpose: "test")
    let values = rule.values(
      WeightGeometry(Shape(12, 4), modules: 3, isPacked: true), from: &random)
    let directions = (0..<3).map { block in
      let part = Matrix<Double>(
        rows: 4, columns: 4, elements: Array(values[block * 16..<(block + 1) * 16]))
      #expect(part.singularValues[0] > 0 && part.singularValues[1] < 1e-12)
      return part.singularSystem.right[row: 0].map { abs($0) }
    }
    #expect(directions[0] != directions[1] && directions[1] != directions[2])
  }

  @Test func `a gain of zero gives zeros`() {
    let rule = InitializationTests.rule("low_rank", ["rank": .value(.integer(1)), "gain": 0])
    #expect(InitializationTests.matrix(rule, 5, 4).elements.allSatisfy { $0 == 0 })
  }
}
