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

  @Test func `one that reads the first inputs alone has their weights, at the norm of all`() {
    func matrix(_ rank: Int, _ inputs: Int) -> Matrix<Double> {
      InitializationTests.matrix(
        InitializationTests.rule(
          "low_rank",
          ["rank": .value(.integer(rank)), "inputs": .value(.integer(inputs)), "gain": 1.25]), 12, 9
      )
    }
    let whole = InitializationTests.matrix(
      InitializationTests.rule("gaussian", ["gain": 1.25]), 12, 9)
    #expect(matrix(9, 9) == whole && matrix(9, 40) == whole && matrix(3, 9) == self.matrix(3))
    for (rank, inputs) in [(9, 1), (1, 1), (1, 4), (9, 4)] {
      let found = matrix(rank, inputs)
      #expect(abs(found.frobeniusNorm - whole.frobeniusNorm) < 1e-12)
      #expect((0..<12).allSatisfy { found[row: $0].suffix(9 - inputs).allSatisfy { $0 == 0 } })
      let ranks = found.singularValues.count { $0 > 1e-12 }
      #expect(ranks == min(rank, inputs))
    }
    // From one input there is but one direction: the input's weights.
    let column = (0..<12).map { whole[$0, 0] }
    let (found, norm) = (matrix(1, 1), column.reduce(0) { $0 + $1 * $1 }.squareRoot())
    let sign = found[0, 0] * column[0] > 0 ? 1.0 : -1
    #expect(
      (0..<12).allSatisfy {
        abs(found[$0, 0] - sign * whole.frobeniusNorm / norm * column[$0]) < 1e-12
      })
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
