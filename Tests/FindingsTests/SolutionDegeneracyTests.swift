import Figures
import Foundation
import LinearAlgebra
import RandomStreams
import Schema
import Summaries
import Testing

@testable import Judging
@testable import RecurrentFindings

/// How far the two nets of a condition are from each other.
private struct Spread {
  /// By which the eigenvalues of their dynamics differ.
  var eigenvalues = 0.02
  /// By which their weights differ, over the norm of these.
  var weights = 0.05
  /// By which their losses on longer sequences differ.
  var losses = 0.01
  /// How far their weights have come from the start.
  var change = 1.0
}

private struct Condition {
  var bits = 2
  var width = 32
  var richness = 1.0
  var penalty = 0.0
  var gain = 1.0
}

/// States of eight modes, each of which decays by itself, on sequences in pairs of opposite sign, so that their mean is
/// zero and the modes are all that there is: [6 sequences][10 steps][units].
private func states(units: Int, shift: Double) -> [Double] {
  var random = RandomStream(seed: 2, purpose: "made-up states")
  let modes = Matrix<Double>.randomOrthogonal(rows: 8, columns: units, from: &random)
  let rates = (0..<8).map { mode -> Double in
    0.95 - 0.09 * Double(mode) + (mode % 2 == 0 ? shift : -shift)
  }
  let starts = (0..<3).map { _ in (0..<8).map { _ in 1 + random.uniform() } }
  var numbers: [Double] = []
  for start in starts.flatMap({ start in [start, start.map { -$0 }] }) {
    for step in 0..<10 {
      let amplitudes = (0..<8).map { start[$0] * pow(rates[$0], Double(step)) }
      for unit in 0..<units {
        numbers.append((0..<8).reduce(0.0) { $0 + amplitudes[$1] * modes[$1, unit] })
      }
    }
  }
  return numbers
}

private func weights(units: Int, shift: Double) -> [Double] {
  var random = RandomStream(seed: 1, purpose: "made-up weights")
  var (base, other) = (
    Matrix<Double>(rows: units, columns: units), Matrix<Double>(rows: units, columns: units)
  )
  random.fillNormal(&base.elements)
  random.fillNormal(&other.elements)
  return (base + shift * other).elements
}

private func trial(_ condition: Condition, _ spread: Spread, _ replicate: Int)
  -> FindingTable.Trial
{
  let (units, side) = (condition.width, replicate == 0 ? -0.5 : 0.5)
  return FindingTable.Trial(
    settings: [
      "task.bits": .integer(condition.bits), "model.width": .integer(units),
      "model.output.scale": .real(1 / (condition.richness * Double(units).squareRoot())),
      "model.initial.recurrent.gain": .real(condition.gain),
      "training.regularization.recurrent_l1": .real(condition.penalty),
      "keep.states.sequences": .integer(6),
    ], replicate: replicate, steps: [0, 100],
    values: [
      "weight_hh_l0": [[], weights(units: units, shift: side * spread.weights)],
      "states.hidden": [[], states(units: units, shift: side * spread.eigenvalues)],
      "changed_loss": [[1], [0.05 + side * spread.losses]],
      "group_weight_change": [[0, 0, 0, 0, .nan], [1, spread.change, 1, 1, .nan]],
      "steps_to_goal": [[.nan], [80]],
    ])
}

/// The conditions that marks are made of, each with its nets' spread.
private func nets(_ spread: (Condition) -> Spread) -> FindingTable {
  var conditions = [Condition(bits: 1, gain: 0.577)]
  conditions += [Condition(bits: 3, gain: 0.577), Condition(bits: 4, gain: 0.577)]
  conditions += [Condition(richness: 0.25), Condition(richness: 4)]
  for width in [16, 64] {
    let richness = 2 * (Double(width) / 32).squareRoot()
    conditions.append(Condition(width: width, richness: richness))
  }
  conditions += [Condition(penalty: 0), Condition(penalty: 2), Condition(penalty: 10)]
  return FindingTable(
    conditions.flatMap { condition in
      (0..<2).map { trial(condition, spread(condition), $0) }
    })
}

/// What the paper says: dynamics come together, weights drift apart unless they are penalised.
private func paper(_ condition: Condition) -> Spread {
  var spread = Spread()
  if condition.bits > 2 || condition.richness > 2.5 || condition.penalty > 0 {
    spread.eigenvalues = 0.002
    spread.losses = 0.002
  }
  if condition.bits > 2 || condition.richness > 2.5 { spread.weights = 0.07 }
  if condition.richness > 2.5 { spread.change = 1.6 }
  if condition.penalty == 10 { spread.weights = 0.02 }
  return spread
}

extension MadeUpFinding {
  static let solutionDegeneracy = MadeUpFinding(
    SolutionDegeneracy.self, with: nets(paper), without: nets { _ in Spread() })
}

@Suite struct SolutionDegeneracyTests {
  private func values(_ table: FindingTable) throws -> [String: Double] {
    let found = try Verdict(SolutionDegeneracy.self, on: table).statistics
    return Dictionary(uniqueKeysWithValues: found.map { ($0.name, $0.value) })
  }

  @Test func `distances are those of the nets that were made`() throws {
    let group = DegeneracyGroup(
      SolutionDegeneracy.Factor.complexity.nets(1, in: nets { _ in Spread() }))
    // All eigenvalues of one net differ by 0.02 from the other's; λ = 1e-6 moves them by less than 1e-4.
    #expect(abs(group.spectral - 0.02 * 0.02) < 1e-5)
    #expect(group.angular > 0 && group.angular < 0.2 && group.alignment > 0.98)
    // 0.05 of a matrix of 1024 normal numbers, and the deviation of two numbers 0.01 apart.
    #expect(abs(group.weights - 0.05 * 32) < 0.15 && abs(group.behavior - 0.005) < 1e-12)
    #expect(abs(group.relativeWeights - 0.05) < 0.01)
  }

  @Test func `ratios are those of the conditions`() throws {
    let found = try values(nets(paper))
    let spectral = try #require(found["spectral distance of dynamics, 4 bits over 1"])
    #expect(abs(spectral - 0.01) < 0.002)
    let change = try #require(found["change of weights from the start, γ = 4 over 0.25"])
    #expect(abs(change - 1.6) < 1e-12)
    let weights = try #require(found["distance of weights, 4 bits over 1"])
    #expect(abs(weights - 1.4) < 1e-6)
  }

  @Test func `nets that do not come to the loss are a miss`() throws {
    var table = nets(paper)
    table.trials[0].values["steps_to_goal"]?[1] = [.nan]
    let first = try Verdict(SolutionDegeneracy.self, on: table).statistics[0]
    #expect(first.value == 0.5 && !first.passes)
  }

  @Test func `the figure has a panel for each factor, relative to its first level`() {
    let panels = SolutionDegeneracy.figures(of: nets(paper))[0].panels
    #expect(panels.count == 4)
    guard case .series(let curves) = panels[3].content else {
      Issue.record("no curves")
      return
    }
    #expect(curves.count == 4 && curves[0].points.map(\.x) == [0, 2, 10])
    #expect(curves[0].points[0].y == 1 && curves[0].points[2].y < 0.05)
  }
}
