import Foundation
import Layers
import Plans
import Programs
import Schema
import Testing

/// Slopes in 400 digits: see Fixtures/slopes.py.
private struct SlopeFixture: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  let settings: [String: Double]
  let points: [Double]
  /// Of each slope its sign, and ln of its size; below −10²⁹⁹ for zero.
  let signs: [Int]
  let logarithms: [Double]

  var testDescription: String { "\(name) \(settings)" }

  static func read() -> [SlopeFixture] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/slopes.json")
    guard let data = try? Data(contentsOf: file) else { return [] }
    return (try? JSONDecoder().decode([SlopeFixture].self, from: data)) ?? []
  }
}

@Suite struct SlopeTests {
  /// What tangents are multiplied with at `points`.
  private func slopes(_ activation: any Activation, at points: [Double]) -> [Double] {
    let program = Program()
    let (x, tangent) = (program.input(points.count, 1), program.input(points.count, 1))
    let none = ParameterLayout([]).values(in: program)
    let y = activation.value(at: x, parameters: none, prefix: "")
    let pushed = program.pushForward(
      [y], along: [(variable: x, tangent: tangent)], tangentsPerRow: 1)
    let plan = Plan<Double>(outputs: [pushed.values[0], pushed.tangents[0]], bindings: [])
    plan.storage(of: x).elements = points
    plan.storage(of: tangent).elements = points.map { _ in 1 }
    plan.run()
    return plan.storage(of: pushed.tangents[0]).elements
  }

  @Test func `there is a fixture of all saturating functions`() {
    #expect(SlopeFixture.read().count == 21)
  }

  @Test(arguments: SlopeFixture.read())
  fileprivate func `slopes are exact to |x| = 700, on both sides`(_ fixture: SlopeFixture) {
    let known = ActivationTests.Known(fixture.name, fixture.settings, value: { $0 }, slope: { $0 })
    let found = slopes(known.activation(), at: fixture.points)
    for (index, slope) in found.enumerated() {
      let (sign, logarithm) = (fixture.signs[index], fixture.logarithms[index])
      let comment: Comment = "x = \(fixture.points[index]): \(slope), e^\(logarithm)"
      if logarithm < -690 {
        // Near the smallest normal number and below it digits are lost.
        #expect(abs(slope) <= 1e-299, comment)
      } else {
        // The argument's rounding, times as much as 700.
        let expected = Double(sign) * exp(logarithm)
        #expect(abs(slope - expected) <= 2e-13 * abs(expected), comment)
      }
    }
  }
}
