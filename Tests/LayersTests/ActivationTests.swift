import Foundation
@testable import Layers
import LinearAlgebra
import Plans
import Programs
import Schema
import TestSupport
import Testing

@Suite struct ActivationTests {
  /// A nonlinearity's name in a sweep file beside its value and slope in closed form.
  struct Known: Sendable, CustomTestStringConvertible {
    let name: String
    let settings: [String: Double]
    let value: @Sendable (Double) -> Double
    let slope: @Sendable (Double) -> Double
    var testDescription: String { "\(name) \(settings)" }

    init(
      _ name: String, _ settings: [String: Double] = [:],
      value: @escaping @Sendable (Double) -> Double, slope: @escaping @Sendable (Double) -> Double
    ) {
      self.name = name
      self.settings = settings
      self.value = value
      self.slope = slope
    }

    func activation() -> any Activation {
      var written: [String: Written] = ["family": .value(.text(name))]
      for (key, number) in settings { written[key] = .value(.real(number)) }
      let entry = ActivationCatalogue.entry(default: "tanh")
      guard case .section(let section) = entry.kind else { preconditionFailure("\(entry.kind)") }
      return ActivationCatalogue.make(section.settings(.mapping(written)))
    }
  }

  static func logistic(_ x: Double) -> Double {
    x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x))
  }

  static func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }

  /// As in the paper's code: value, and derivatives by x, n and s.
  static func gamma(
    _ x: Double, _ n: Double, _ s: Double
  ) -> (value: Double, x: Double, n: Double, s: Double) {
    let (p, q) = (logistic(n * x), softplus(n * x) / n)
    return (
      (1 - s) * q + s * p, (1 - s) * p + s * n * p * (1 - p),
      (1 - s) / n * (x * p - q) + s * x * p * (1 - p), p - q
    )
  }

  static func gammas(_ n: Double, _ s: Double) -> Known {
    Known("gamma", ["gain": n, "saturation": s]) {
      gamma($0, n, s).value
    } slope: {
      gamma($0, n, s).x
    }
  }

  static let known: [Known] = [
    Known("tanh", value: { tanh($0) }, slope: { 1 / pow(cosh($0), 2) }),
    Known("relu", value: { max($0, 0) }, slope: { $0 > 0 ? 1 : 0 }),
    Known("leaky_relu", value: { $0 > 0 ? $0 : 0.01 * $0 }, slope: { $0 > 0 ? 1 : 0.01 }),
    Known(
      "leaky_relu", ["slope": 0.3], value: { $0 > 0 ? $0 : 0.3 * $0 },
      slope: { $0 > 0 ? 1 : 0.3 }),
    Known("sigmoid", value: { logistic($0) }, slope: { logistic($0) * logistic(-$0) }),
    Known("softplus", value: { softplus($0) }, slope: { logistic($0) }),
    Known("elu", value: { $0 > 0 ? $0 : expm1($0) }, slope: { $0 > 0 ? 1 : exp($0) }),
    Known(
      "elu", ["alpha": 0.5], value: { $0 > 0 ? $0 : 0.5 * expm1($0) },
      slope: { $0 > 0 ? 1 : 0.5 * exp($0) }),
    Known("gelu") { x in
      0.5 * x * erfc(-x / 2.0.squareRoot())
    } slope: { x in
      0.5 * erfc(-x / 2.0.squareRoot()) + x * exp(-x * x / 2) / (2 * Double.pi).squareRoot()
    },
    Known(
      "silu", value: { $0 * logistic($0) },
      slope: { logistic($0) * (1 + $0 * logistic(-$0)) }),
    Known("sine", value: { sin($0) }, slope: { cos($0) }),
    Known("sine", ["frequency": 3], value: { sin(3 * $0) }, slope: { 3 * cos(3 * $0) }),
    Known("cosine", value: { cos($0) }, slope: { -sin($0) }),
    Known("cosine", ["frequency": 3], value: { cos(3 * $0) }, slope: { -3 * sin(3 * $0) }),
    Known("identity", value: { $0 }, slope: { _ in 1 }),
    Known("elephant", ["half_width": 0.7, "steepness": 4]) { x in
      1 / (1 + pow(abs(x / 0.7), 4))
    } slope: { x in
      -4 / 0.7 * pow(x / 0.7, 3) / pow(1 + pow(x / 0.7, 4), 2)
    },
    gammas(1, 0), gammas(5, 0.25), gammas(20, 0.5), gammas(10, 1),
  ]

  /// Zero, where slopes may jump, among them.
  static let points = (-40...40).map { Double($0) / 8 }

  private func evaluate<S: Scalar>(
    _ activation: any Activation, at points: [S]
  ) -> (values: [S], slopes: [S]) {
    let program = Program()
    let x = program.input(1, points.count)
    let y = activation.value(at: x, parameters: ParameterValues([:]), prefix: "")
    let slope = y.sum().gradients(withRespectTo: [x])[0]
    // A value of its own even where the nonlinearity is the identity.
    let outputs = [y + 0 * x.sine(), slope.broadcast(to: x.shape)].map { $0.reshaped(1, x.columns) }
    let plan = Plan<S>(outputs: outputs)
    plan.storage(of: x).elements = points
    plan.run()
    return (plan.storage(of: outputs[0]).elements, plan.storage(of: outputs[1]).elements)
  }

  @Test(arguments: known)
  func `values and slopes are those of the closed form`(_ known: Known) {
    let found = evaluate(known.activation(), at: Self.points)
    for (index, x) in Self.points.enumerated() {
      // Rounding of a few operations, e^{nx} amplifying it by nx ≤ 100.
      let (value, slope) = (known.value(x), known.slope(x))
      #expect(abs(found.values[index] - value) <= 1e-13 * max(1, abs(value)), "at \(x)")
      #expect(abs(found.slopes[index] - slope) <= 1e-12 * max(1, abs(slope)), "slope at \(x)")
    }
  }

  @Test(arguments: known)
  func `huge inputs give finite values and slopes in Float`(_ known: Known) {
    let points: [Float] = [-1e30, -1e4, -100, 0, 100, 1e4, 1e30]
    let found = evaluate(known.activation(), at: points)
    #expect(found.values.allSatisfy { $0.isFinite }, "\(found.values)")
    #expect(found.slopes.allSatisfy { $0.isFinite }, "\(found.slopes)")
  }

  @Test func `every family of the catalogue is compared with its closed form`() {
    let names = Set(ActivationCatalogue.all.names)
    #expect(names == Set(Self.known.map(\.name)))
  }

  @Test(arguments: [(4.0, 0.1), (5, 0.5), (20, 0.75), (10, 1)])
  func `the slope of γ is nowhere above its known supremum`(n: Double, s: Double) {
    let known = Self.gammas(n, s)
    let points = (-4000...4000).map { Double($0) / 1000 }
    let found = evaluate(known.activation(), at: points).slopes.max() ?? .nan
    let supremum = s > 1 / (n + 1) ? pow(1 + s * (n - 1), 2) / (4 * n * s) : 1 - s
    // The grid misses the top by at most half a step, quadratically.
    #expect(found <= supremum * (1 + 1e-12) && found > supremum * (1 - 1e-4))
  }

  @Test(arguments: [1, 3], [(2.5, 0.4), (-1.5, 1.2)])
  func `the derivatives of γ by trained n and s are sums over who shares them`(
    count: Int, shape: (Double, Double)
  ) {
    let (program, points) = (Program(), [[0.3, -1.2, 2], [-0.4, 0, 0.9]])
    let x = program.input(2, 3)
    let values = ["gain", "saturation"].map { ($0, program.input(1, count)) }
    let activation = GammaActivation(
      gain: 1, saturation: 0, adaptation: count == 1 ? .shared : .perUnit)
    let y = activation.value(
      at: x, parameters: ParameterValues(Dictionary(uniqueKeysWithValues: values)), prefix: "")
    let derivatives = y.sum().gradients(withRespectTo: values.map { $0.1 })
    let plan = Plan<Double>(outputs: derivatives)
    plan.storage(of: x).elements = points.flatMap { $0 }
    for ((_, value), number) in zip(values, [shape.0, shape.1]) {
      plan.storage(of: value).elements = [Double](repeating: number, count: count)
    }
    plan.run()
    for unit in 0..<count {
      let sharing = points.flatMap { count == 1 ? $0 : [$0[unit]] }
      let terms = sharing.map { Self.gamma($0, shape.0, shape.1) }
      // Rounding.
      #expect(abs(plan.storage(of: derivatives[0])[unit] - terms.reduce(0) { $0 + $1.n }) < 1e-12)
      #expect(abs(plan.storage(of: derivatives[1])[unit] - terms.reduce(0) { $0 + $1.s }) < 1e-12)
    }
  }

  @Test(arguments: [0, 1e-9, -1e-9])
  func `a trained gain may pass through zero`(gain: Double) {
    let program = Program()
    let (x, n, s) = (program.input(1, 3), program.input(1, 1), program.input(1, 1))
    let y = GammaActivation(gain: 1, saturation: 0, adaptation: .shared)
      .value(at: x, parameters: ParameterValues(["gain": n, "saturation": s]), prefix: "")
    let outputs = [y] + y.sum().gradients(withRespectTo: [x, n, s])
    let plan = Plan<Float>(outputs: outputs)
    plan.storage(of: x).elements = [-1, 0, 1]
    plan.storage(of: n).elements = [Float(gain)]
    plan.run()
    for output in outputs { #expect(plan.storage(of: output).elements.allSatisfy { $0.isFinite }) }
  }
}
