import LinearAlgebra
import Plans
import Programs
import RandomStreams
import RealModule
import Testing

@testable import Dynamics

/// h' = φ(W h + u x) with random W and a random input; every number can be held in single precision.
private struct DrivenNet: Sendable {
  var gain = 1.0
  var units = 64
  var trajectories = 2
  var steps = 150
  var exponents: Int?
  /// γ(a; 1, ½) = ½ ln(1 + eᵃ) + ½ σ(a) in place of tanh (arXiv:2006.12253).
  var isGamma = false
  static let warmup = 30

  /// The mean of ln |det W| + Σ ln (1 − h²) along each trajectory, of a tanh net.
  func meanLogarithmicDeterminants() -> [Double] {
    let w = Matrix(rows: units, columns: units, elements: recurrent.map { Double($0) })
    return (0..<trajectories).map { trajectory in
      var state = Matrix<Double>(rows: 1, columns: units)
      var sum = 0.0
      for t in 0..<Self.warmup + steps {
        state = state.times(w, transposingOther: true)
        let x = Double(inputs[t * trajectories + trajectory])
        for i in 0..<units { state[0, i] = Double.tanh(state[0, i] + Double(input[i]) * x) }
        guard t >= Self.warmup else { continue }
        for h in state.elements { sum += Double.log(1 - h * h) }
      }
      return w.logarithmicDeterminant + sum / Double(steps)
    }
  }

  private var recurrent: [Float] {
    numbers(units * units, "recurrent", scale: gain / Double(units).squareRoot())
  }
  private var input: [Float] { numbers(units, "input", scale: 0.5) }
  private var inputs: [Float] {
    numbers((Self.warmup + steps) * trajectories, "inputs", scale: 1)
  }

  private func numbers(_ count: Int, _ purpose: String, scale: Double) -> [Float] {
    var random = RandomStream(seed: 7, purpose: purpose)
    return (0..<count).map { _ in Float(scale * random.normal()) }
  }

  func estimator<Element: Scalar>(
    _ interval: OrthonormalizationInterval
  ) -> LyapunovEstimator<Element> {
    let n = units
    let (recurrent, input) = (self.recurrent, self.input)
    let dynamics = CellDynamics<Element>(stateSizes: [n], inputSize: 1) { program, states, x in
      let (w, u) = (program.input(n, n), program.input(n, 1))
      let drive = states[0].timesTranspose(w) + x.timesTranspose(u)
      let next = isGamma ? drive.softplus() * 0.5 + drive.sigmoid() * 0.5 : drive.tanh()
      return (
        [next],
        [
          Binding(w, to: Storage(recurrent.map { Element($0) })),
          Binding(u, to: Storage(input.map { Element($0) })),
        ]
      )
    }
    return LyapunovEstimator(
      of: dynamics,
      LyapunovSettings(
        exponents: exponents, trajectories: trajectories, interval: interval, seed: nil))
  }

  func estimate<Element: Scalar>(_ estimator: LyapunovEstimator<Element>) -> LyapunovEstimate {
    estimator.estimate(
      inputs: Storage(inputs.map { Element($0) }), warmup: Self.warmup, steps: steps)
  }

  func run<Element: Scalar>(_ estimator: LyapunovEstimator<Element>) -> [Double] {
    estimate(estimator).exponents.flatMap(\.self)
  }

  func exponents<Element: Scalar>(
    _ interval: OrthonormalizationInterval, in: Element.Type
  ) -> [Double] {
    run(estimator(interval) as LyapunovEstimator<Element>)
  }
}

private let nets = [
  DrivenNet(gain: 0.9), DrivenNet(gain: 1.5), DrivenNet(gain: 3),
  DrivenNet(gain: 1.5, isGamma: true),
]

private func largestError(
  _ found: [Double], _ truth: [Double], above floor: Double = -.infinity
) -> Double {
  zip(found, truth).reduce(0) { $1.1 > floor ? max($0, abs($1.0 - $1.1)) : $0 }
}

@Suite struct OrthonormalizationIntervalTests {
  @Test(arguments: nets)
  private func `an automatic interval has the exponents of every step`(net: DrivenNet) {
    let truth = net.exponents(1, in: Double.self)
    // The tolerance of 1e-10, which turns of neighbouring directions enlarge a hundredfold and more.
    #expect(largestError(net.exponents(.auto, in: Double.self), truth) < 1e-6)
    #expect(largestError(net.exponents(.auto, in: Float.self), truth, above: -6) < 1e-3)
  }

  @Test(arguments: [0.9, 1.5, 3])
  func `frames in single precision keep exponents above -6 to a thousandth`(gain: Double) {
    // More units than frames of single-precision nets are kept in double precision for.
    let net = DrivenNet(gain: gain, units: 100)
    let truth = net.exponents(1, in: Double.self)
    #expect(largestError(net.exponents(.auto, in: Float.self), truth, above: -6) < 1e-3)
    #expect(largestError(net.exponents(1, in: Float.self), truth, above: -6) < 1e-3)
  }

  @Test func `calm nets are orthonormalised seldom, wild ones often`() {
    func count<Element: Scalar>(_ net: DrivenNet, in: Element.Type) -> Int {
      let estimator = net.estimator(.auto) as LyapunovEstimator<Element>
      return net.estimate(estimator).orthonormalizations
    }
    let all = DrivenNet.warmup + DrivenNet().steps
    #expect(count(DrivenNet(gain: 0.9), in: Double.self) < all / 3)
    #expect(count(DrivenNet(gain: 3), in: Double.self) < all)
    #expect(count(DrivenNet(gain: 0.9, units: 100), in: Float.self) < all)
    // The first few directions of a large net draw together slowly.
    #expect(count(DrivenNet(gain: 1.5, units: 100, exponents: 8), in: Float.self) < all / 6)
  }

  @Test func `errors follow from their estimate, and that stays near its tolerance`() {
    for (gain, units) in [(0.9, 64), (1.5, 64), (0.9, 100), (1.5, 100)] {
      let net = DrivenNet(gain: gain, units: units)
      let truth = net.exponents(1, in: Double.self)
      let estimator = net.estimator(.auto) as LyapunovEstimator<Float>
      let found = net.estimate(estimator)
      let error = largestError(found.exponents.flatMap(\.self), truth)
      let estimate = found.errorEstimates.flatMap(\.self).max() ?? 0
      // Neighbours whose growth changes places enlarge the losses' effect up to a hundredfold, which estimates count with.
      #expect(error < 2 * estimate + 1e-6, "\(gain) \(units)")
      #expect(estimate <= 64 * (units > 80 ? 2e-5 : 2e-9), "\(gain) \(units)")
    }
  }

  @Test func `exponents add up to the mean log of the Jacobian's determinant`() {
    let net = DrivenNet(gain: 1.5, units: 20)
    let found = net.exponents(.auto, in: Double.self)
    let expected = net.meanLogarithmicDeterminants()
    for trajectory in 0..<net.trajectories {
      let sum = found[trajectory * 20..<(trajectory + 1) * 20].reduce(0, +)
      // Errors of single exponents cancel but for rounding: the volume is no matter of directions.
      #expect(abs(sum - expected[trajectory]) < 1e-9)
    }
  }

  @Test(arguments: [OrthonormalizationInterval.auto, 1, 3])
  func `the same numbers come out twice, to the bit`(interval: OrthonormalizationInterval) {
    let net = DrivenNet(gain: 1.5, units: 100, steps: 40)
    let estimator = net.estimator(interval) as LyapunovEstimator<Float>
    let first = net.run(estimator)
    #expect(first == net.run(estimator))
    #expect(first == net.exponents(interval, in: Float.self))
  }

  @Test func `the first exponents are those of the full spectrum`() {
    let full = DrivenNet(gain: 1.5, trajectories: 1)
    let first = DrivenNet(gain: 1.5, trajectories: 1, exponents: 8)
    let expected = Array(full.exponents(1, in: Double.self).prefix(8))
    #expect(largestError(first.exponents(.auto, in: Double.self), expected) < 1e-6)
  }
}
