import ComplexModule
import Foundation
import HDF5
import LinearAlgebra
import Plans
import RandomStreams
import TestSupport
import Testing

@testable import Dynamics

/// The net of Fixtures/recurrent_nets.py: 64 tanh units, 3 inputs, 3 trajectories, NumPy's QR at every step.
private struct NumPyNet {
  let map: RecurrentMap
  /// Step by step, a row a trajectory.
  let inputs: [Double]
  /// Trajectory, step, exponent.
  let growth: [Double]
  let exponents: [Double]
  let determinants: [Double]
  static let (trajectories, warmup, steps, units) = (3, 20, 100, 64)

  init() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/tanh-net.h5").path
    let file = try File(path, .readAnyFormat)
    func read(_ name: String) throws -> [Double] { try file.dataset(name).read() }
    let bias = zip(try read("bias_ih_l0"), try read("bias_hh_l0")).map(+)
    map = RecurrentMap(
      recurrent: Matrix(rows: 64, columns: 64, elements: try read("weight_hh_l0")),
      input: Matrix(rows: 64, columns: 3, elements: try read("weight_ih_l0")), bias: bias)
    let byTrajectory = try read("inputs")
    var byStep: [Double] = []
    for step in 0..<120 {
      for trajectory in 0..<3 {
        let first = (trajectory * 120 + step) * 3
        byStep += byTrajectory[first..<first + 3]
      }
    }
    inputs = byStep
    growth = try read("growth")
    exponents = try read("exponents")
    determinants = try read("mean_log_determinant")
  }

  func expectedGrowth(step: Int) -> [Double] {
    (0..<3).flatMap { trajectory -> ArraySlice<Double> in
      let first = (trajectory * 100 + step) * 64
      return growth[first..<first + 64]
    }
  }
}

@Suite struct LyapunovEstimatorTests {
  @Test(arguments: [OrthonormalizationMethod.cholesky, .householder])
  func `growth of every direction is NumPy's at every step`(
    _ method: OrthonormalizationMethod
  ) throws {
    let net = try NumPyNet()
    let estimator: LyapunovEstimator<Double> = net.map.estimator(
      trajectories: 3, method: method)
    var step = 0
    var worst = 0.0
    let found = estimator.estimate(
      inputs: Storage(net.inputs), warmup: NumPyNet.warmup, steps: NumPyNet.steps
    ) { growth in
      guard let growth else { return }
      for (found, expected) in zip(growth, net.expectedGrowth(step: step)) {
        worst = max(worst, abs(found - expected))
      }
      step += 1
    }
    #expect(step == NumPyNet.steps)
    // Rounding of 100 orthonormalisations is 1e-13; the contract asks for 1e-8.
    #expect(worst < 1e-8, "\(worst)")
    for (trajectory, row) in found.exponents.enumerated() {
      let expected = net.exponents[trajectory * 64..<(trajectory + 1) * 64]
      #expect(areClose(row.sorted(by: >), Array(expected), within: 1e-10))
    }
  }

  @Test func `single precision keeps every exponent above -6 to a thousandth`() throws {
    let net = try NumPyNet()
    let found = net.map.estimator(of: Float.self, trajectories: 3).estimate(
      inputs: Storage(net.inputs.map { Float($0) }), warmup: NumPyNet.warmup,
      steps: NumPyNet.steps
    ).exponents
    for (place, exponent) in found.flatMap({ $0.sorted(by: >) }).enumerated()
    where net.exponents[place] > -6 {
      #expect(abs(exponent - net.exponents[place]) < 1e-3, "number \(place)")
    }
  }

  @Test func `the first exponents do not depend on how many are asked for`() throws {
    let net = try NumPyNet()
    let found = net.map.estimator(trajectories: 3, exponents: 5).estimate(
      inputs: Storage(net.inputs), warmup: NumPyNet.warmup, steps: NumPyNet.steps
    ).exponents
    for (trajectory, row) in found.enumerated() {
      let first = (trajectory * 100 + 99) * 64
      let expected = net.growth[first..<first + 5].map { $0 / 100 }
      #expect(areClose(row, expected, within: 1e-10))
    }
  }

  @Test func `orthonormalising less often changes nothing but rounding`() throws {
    let net = try NumPyNet()
    // Three steps stretch directions apart by e^(3·2.7) = 3e3, which leaves 12 digits of 16.
    let found = net.map.estimator(trajectories: 3, interval: 3).estimate(
      inputs: Storage(net.inputs), warmup: NumPyNet.warmup, steps: NumPyNet.steps
    ).exponents
    for (trajectory, row) in found.enumerated() {
      let expected = net.exponents[trajectory * 64..<(trajectory + 1) * 64]
      #expect(areClose(row.sorted(by: >), Array(expected), within: 1e-7))
    }
  }

  @Test func `the sum is the mean log-determinant that NumPy finds`() throws {
    let net = try NumPyNet()
    let found = net.map.estimator(trajectories: 3).estimate(
      inputs: Storage(net.inputs), warmup: NumPyNet.warmup, steps: NumPyNet.steps
    ).exponents
    #expect(areClose(found.map { $0.reduce(0, +) }, net.determinants, within: 1e-8))
  }

  @Test(arguments: [0.8, 1.5, 3])
  func `the sum is the mean log-determinant of the Jacobians`(_ gain: Double) {
    let map = RecurrentMap.random(units: 24, gain: gain, seed: 5)
    let (warmup, steps) = (10, 60)
    var state = [Double](repeating: 0, count: 24)
    var sum = 0.0
    for t in 0..<warmup + steps {
      let push = t == 0 ? map.input.elements : [Double](repeating: 0, count: 24)
      state = zip(map.recurrent * state, push).map { tanh($0 + $1) }
      let slopes = state.map { 1 - $0 * $0 }
      if t >= warmup {
        sum += (Matrix(diagonal: slopes) * map.recurrent).logarithmicDeterminant
      }
    }
    let found = map.exponents(warmup: warmup, steps: steps).reduce(0, +)
    #expect(abs(found - sum / Double(steps)) < 1e-8)
  }

  @Test func `an orthogonal linear map has exponents of zero`() {
    var random = RandomStream(seed: 11, purpose: "orthogonal")
    let map = RecurrentMap(.randomOrthogonal(rows: 32, columns: 32, from: &random)) { $0 }
    let found = map.exponents(warmup: 0, steps: 50)
    // Rounding of 50 orthonormalisations.
    #expect(found.allSatisfy { abs($0) < 1e-13 })
  }

  @Test func `a symmetric linear map has the logarithms of its eigenvalues`() {
    var random = RandomStream(seed: 12, purpose: "orthogonal")
    let q = Matrix<Double>.randomOrthogonal(rows: 6, columns: 6, from: &random)
    let rates = [1.5, -1.1, 0.8, 0.5, -0.3, 0.1]
    let map = RecurrentMap(q.times(Matrix(diagonal: rates)).times(q, transposingOther: true)) { $0 }
    // The frame turns into the eigenvectors by (0.8/1.1)² a step at worst: 300 steps leave rounding.
    let found = map.exponents(warmup: 300, steps: 20)
    #expect(areClose(found, rates.map { log(abs($0)) }, within: 1e-12))
  }

  @Test func `a linear map has the logarithms of its eigenvalues' moduli`() {
    var map = RecurrentMap.random(units: 8, gain: 1, seed: 4)
    map.function = { $0 }
    let moduli = map.recurrent.eigenvalues.map { hypot($0.real, $0.imaginary) }.sorted(by: >)
    // Complex pairs turn in ellipses: the growth over T steps is bounded, so that the mean's error falls as 1/T.
    let found = map.exponents(warmup: 200, steps: 4000)
    #expect(areClose(found, moduli.map { log($0) }, within: 2e-3))
  }
}
