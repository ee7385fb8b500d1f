import Foundation
import Records
import Schema
import Testing
@testable import Theories

@Suite struct SingleIndexDescentTests {
  /// The closed flow of finite dimension (arXiv:2303.00055): ε ȧ_i = V(s_i) − (1/m)Σ a_j U(r_ij).
  @Test func `a step on very many samples is a step of the population's flow`() throws {
    let (neurons, dimension) = (2, 3)
    let theory = try theory(
      "single_index_descent",
      [
        "neurons": .integer(neurons), "dimension": .integer(dimension), "batch": .integer(400_000),
        "time_scale_ratio": .real(1), "step_size": .real(0.01),
      ], readout: ["law": .text("uniform")], seed: 3)
    let evolution = theory.integrator()
    // Learning times of 4 components, first and settled; then the weights, then the rows.
    let before = Array(evolution.state.dropFirst(8))
    evolution.advance()
    let after = Array(evolution.state.dropFirst(8))
    let (target, activation) = ([0.3, 1, 0.5, 0.25], [1, 1, 0.5, 0.25])
    func row(_ i: Int) -> [Double] {
      Array(before[(neurons + i * dimension)..<(neurons + (i + 1) * dimension)])
    }
    for i in 0..<neurons {
      var expected = 0.0
      for k in 0..<4 {
        expected += target[k] * activation[k] * pow(row(i)[0], Double(k))
        for j in 0..<neurons {
          let overlap = zip(row(i), row(j)).reduce(0) { $0 + $1.0 * $1.1 }
          let square = activation[k] * activation[k]
          expected -= before[j] / Double(neurons) * square * pow(overlap, Double(k))
        }
      }
      // The samples' error: a deviation of about 3 over √400 000.
      #expect(abs((after[i] - before[i]) / 0.01 - expected) < 0.03)
    }
  }

  @Test func `a wide net of many inputs learns when the flow does`() throws {
    let settings: [String: SettingValue] = [
      "time_scale_ratio": .real(0.1), "until": .real(0.6), "checkpoints": .integer(40),
    ]
    let flow = try #require(try course("single_index", settings).last)
    var finite = settings
    finite["neurons"] = .integer(64)
    finite["dimension"] = .integer(60)
    finite["batch"] = .integer(1024)
    finite["step_size"] = .real(0.05)
    let courses = try course("single_index_descent", finite)
    let last = try #require(courses.last)
    let (found, expected) = (last["learning_time"] ?? [], flow["learning_time"] ?? [])
    // Degree 0 does not see the dimension: three deviations of the samples' noise, √(0.05·1.3/2048) in a residual
    // that falls by 0.10 a factor e of time; degree 1 starts from alignments of 1/√60 instead of 0.
    #expect(abs(found[0] / expected[0] - 1) < 0.16)
    #expect(abs(found[1] / expected[1] - 1) < 0.35)
    // Never below what the residuals along the target leave.
    for checkpoint in courses {
      let square = (checkpoint["residual"] ?? []).reduce(0) { $0 + $1 * $1 } / 2
      #expect((checkpoint["risk"]?[0] ?? .nan) > square - 1e-12)
    }
  }

  @Test func `a descent goes on bit by bit`() throws {
    let theory = try theory(
      "single_index_descent",
      ["neurons": .integer(8), "dimension": .integer(5), "batch": .integer(4)])
    let calm = theory.integrator()
    for _ in 0..<20 { calm.advance() }
    let other = theory.integrator()
    other.restore(from: calm.state, step: calm.step)
    for _ in 0..<20 {
      calm.advance()
      other.advance()
    }
    #expect(calm.state.map(\.bitPattern) == other.state.map(\.bitPattern))
  }
}
