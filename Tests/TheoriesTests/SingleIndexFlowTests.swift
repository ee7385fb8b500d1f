import Foundation
import Records
import Schema
import TestSupport
import Testing
@testable import Theories

/// Runs a theory to its end.
///
/// - Returns: Of each checkpoint, the numbers of each quantity by its name.
func course(
  _ name: String, _ written: [String: SettingValue] = [:],
  readout: [String: SettingValue] = [:], seed: UInt64 = 1
) throws -> [[String: [Double]]] {
  let theory = try theory(name, written, readout: readout, seed: seed)
  let evolution = theory.integrator()
  return (0..<theory.checkpointCount).map { checkpoint in
    while !evolution.hasReached(checkpoint: checkpoint), evolution.isFinite { evolution.advance() }
    var rest = evolution.recorder()()[...]
    return theory.quantities.reduce(into: [:]) { found, quantity in
      found[quantity.name] = Array(rest.prefix(quantity.count))
      rest = rest.dropFirst(quantity.count)
    }
  }
}

/// A theory with defaults for what is not written.
func theory(
  _ name: String, _ written: [String: SettingValue] = [:],
  readout: [String: SettingValue] = [:], seed: UInt64 = 1
) throws -> any Theory {
  var written = written
  written["name"] = .text(name)
  var settings = Settings(defaultsOf: TheoryCatalogue.section.entries, with: written)
  if !readout.isEmpty {
    settings.sections["readout"] = Settings(
      defaultsOf: try #require(readoutEntries(name)), with: readout)
  }
  return try TheoryCatalogue.make(settings, seed: seed)
}

private func readoutEntries(_ name: String) -> [Entry]? {
  let type = TheoryCatalogue.all[name]
  let entry = type?.variant.entries.first { $0.key == "readout" }
  if case .section(let section) = entry?.kind { return section.entries }
  return nil
}

func reals(_ numbers: [Double]) -> SettingValue { .list(numbers.map { .real($0) }) }

@Suite struct SingleIndexFlowTests {
  /// Learning times by another integrator, with the atoms ±1, ±½; LSODA agrees with it to 2 %.
  @Test(arguments: [
    (1e-5, [6.97e-6, 1.21e-2, 0.3002, 0.454]), (1e-6, [6.97e-7, 4.40e-3, 0.1776, 0.914]),
    (1e-8, [6.97e-9, 5.54e-4, 0.0570, 0.7326]), (1e-10, [6.97e-11, 6.71e-5, 0.01826, 0.3392]),
    (1e-11, [6.97e-12, 2.30e-5, 0.01033, 0.2332]),
  ])
  func `learning times are those of the calibration`(_ ratio: Double, _ expected: [Double]) throws {
    let last = try #require(try course("single_index", ["time_scale_ratio": .real(ratio)]).last)
    let found = try #require(last["learning_time"])
    for (time, expected) in zip(found, expected) { #expect(abs(time / expected - 1) < 0.02) }
    // Once learnt, each component stays so: no passage is an overshoot.
    #expect(last["settling_time"] == found)
  }

  @Test func `risk rests on theory's plateaus`() throws {
    let courses = try course("single_index", ["time_scale_ratio": .real(1e-11)])
    // From the calibration table; the checkpoints are up to 5 % of a time apart.
    for (time, risk) in [(1.27e-8, 0.6562), (4.87e-4, 0.1561), (0.0491, 0.0288)] {
      let passed = try #require(courses.first { ($0["flow_time"]?[0] ?? 0) >= time })
      #expect(abs((passed["risk"]?[0] ?? 0) / risk - 1) < 0.05)
    }
  }

  @Test func `degree 0 alone relaxes exponentially`() throws {
    let courses = try course(
      "single_index",
      [
        "target": reals([2]), "activation": reals([0.5]), "time_scale_ratio": .real(0.1),
        "step_size": .real(0.001),
      ])
    for checkpoint in courses {
      let time = try #require(checkpoint["flow_time"]?[0])
      let residual = try #require(checkpoint["residual"]?[0])
      // e_0 = φ_0 exp(−σ_0² t/ε); first order in steps of a thousandth of the time passed.
      #expect(abs(residual - 2 * exp(-0.25 * time / 0.1)) < 2e-3)
    }
  }

  @Test func `degree 1 alone conserves its invariant`() throws {
    func drift(_ step: Double) throws -> Double {
      let courses = try course(
        "single_index",
        [
          "target": reals([0, 1]), "activation": reals([0, 1]), "time_scale_ratio": .real(1e-3),
          "step_size": .real(step),
        ])
      let invariants = courses.compactMap { $0["invariant"]?[1] }
      return abs((invariants.last ?? .nan) - invariants[0])
    }
    // ε a² grows from 6e-4 to 0.03; a method of first order halves its drift with its step.
    let drifts = [try drift(0.01), try drift(0.005)]
    #expect(drifts[1] < 4e-4)
    #expect(abs(drifts[0] / drifts[1] - 2) < 0.3)
  }

  @Test func `an explicit method of fourth order follows the same flow`() throws {
    let ratio = 0.05
    let courses = try course(
      "single_index",
      ["time_scale_ratio": .real(ratio), "step_size": .real(0.0005), "until": .real(1)])
    let last = try #require(courses.last)
    var state = RungeKutta(readout: [1, -1, 0.5, -0.5], ratio: ratio)
    let duration = try #require(last["flow_time"]?[0])
    for _ in 0..<20_000 { state.advance(duration / 20_000) }
    for (found, expected) in zip(last["residual"] ?? [], state.residuals) {
      // The first-order error of steps of 0.0005.
      #expect(abs(found - expected) < 1e-3)
    }
  }

  @Test func `without degree 1 nothing above degree 0 is learnt`() throws {
    let courses = try course(
      "single_index",
      ["target": reals([0.3, 0, 0.5, 0.25]), "time_scale_ratio": .real(1e-5)])
    let last = try #require(courses.last)
    #expect(last["alignment_scale"] == [0])
    // ½(φ_2² + φ_3²); degree 0 decays at ε/σ_0² to nothing.
    #expect(abs((last["risk"]?[0] ?? .nan) - 0.15625) < 1e-12)
    #expect(last["learning_time"]?[2].isNaN == true)
  }

  @Test func `a flow goes on bit by bit`() throws {
    let theory = try theory(
      "single_index", ["neurons": .integer(20)], readout: ["law": .text("uniform")])
    let calm = theory.integrator()
    for _ in 0..<700 { calm.advance() }
    let other = theory.integrator()
    other.restore(from: calm.state, step: calm.step)
    for _ in 0..<700 {
      calm.advance()
      other.advance()
    }
    let (one, two) = (calm.state.map(\.bitPattern), other.state.map(\.bitPattern))
    #expect(one == two && calm.step == 1400 && other.step == 1400)
  }

  @Test func `settings that do not go together are told`() {
    #expect(throws: TheoryError.self) {
      try theory("single_index", ["target": reals([1, 2])])
    }
    #expect(throws: TheoryError.self) { try theory("single_index", ["neurons": .integer(6)]) }
    #expect(throws: TheoryError.self) { try theory("single_index", ["until": .real(1e-6)]) }
  }
}

/// The flow of set F by the classical fourth-order method with fixed steps.
private struct RungeKutta {
  var readout: [Double]
  var alignment: [Double]
  let ratio: Double
  let target = [0.3, 1, 0.5, 0.25]
  let activation = [1, 1, 0.5, 0.25]

  init(readout: [Double], ratio: Double) {
    (self.readout, self.ratio) = (readout, ratio)
    alignment = readout.map { _ in 0 }
  }

  var residuals: [Double] { residuals(readout, alignment) }

  private func residuals(_ a: [Double], _ s: [Double]) -> [Double] {
    target.indices.map { k in
      let mean = zip(a, s).reduce(0) { $0 + $1.0 * pow($1.1, Double(k)) } / Double(a.count)
      return target[k] - activation[k] * mean
    }
  }

  private func slopes(_ a: [Double], _ s: [Double]) -> ([Double], [Double]) {
    let e = residuals(a, s)
    let da = s.map { s in
      target.indices.reduce(0) { $0 + activation[$1] * e[$1] * pow(s, Double($1)) } / ratio
    }
    let ds = zip(a, s).map { a, s in
      let drive = target.indices.dropFirst().reduce(0) {
        $0 + Double($1) * activation[$1] * e[$1] * pow(s, Double($1 - 1))
      }
      return a * (1 - s * s) * drive
    }
    return (da, ds)
  }

  mutating func advance(_ step: Double) {
    func moved(_ x: [Double], _ d: [Double], _ t: Double) -> [Double] {
      zip(x, d).map { $0 + t * $1 }
    }
    let k1 = slopes(readout, alignment)
    let k2 = slopes(moved(readout, k1.0, step / 2), moved(alignment, k1.1, step / 2))
    let k3 = slopes(moved(readout, k2.0, step / 2), moved(alignment, k2.1, step / 2))
    let k4 = slopes(moved(readout, k3.0, step), moved(alignment, k3.1, step))
    for i in readout.indices {
      readout[i] += step / 6 * (k1.0[i] + 2 * k2.0[i] + 2 * k3.0[i] + k4.0[i])
      alignment[i] += step / 6 * (k1.1[i] + 2 * k2.1[i] + 2 * k3.1[i] + k4.1[i])
    }
  }
}
