import Foundation
import LinearAlgebra
import Plans
import Programs
import RandomStreams
import TestSupport
import Testing

@testable import Dynamics
@testable import DynamicsObservables
@testable import Records

/// Spectra that theory knows, and what is recorded beside them.
@Suite struct ClosedSpectraTests {
  /// ψ at a positive multiple of one half.
  private func digamma(_ x: Double) -> Double {
    let euler = 0.5772156649015329
    if x == 0.5 { return -euler - 2 * log(2) }
    return x == 1 ? -euler : digamma(x - 1) + 1 / (x - 1)
  }

  /// λᵢ = ½ (ψ((N − i + 1)/2) + ln 2σ²) for products of independent N×N matrices of N(0, σ²).
  @Test func `products of Gaussian matrices have the spectrum of their digamma functions`() {
    let (n, steps, sigma) = (8, 4000, 0.4)
    let dynamics = CellDynamics<Double>(stateSizes: [n], inputSize: n * n) { _, states, x in
      ([states[0].timesTranspose(x.reshaped(n, n))], [])
    }
    let estimator = LyapunovEstimator(of: dynamics, LyapunovSettings(interval: 1, seed: nil))
    let inputs = Storage<Double>(count: steps * n * n)
    var random = RandomStream(seed: 2, purpose: "matrices")
    for i in 0..<inputs.count { inputs[i] = sigma * random.normal() }
    let found = estimator.estimate(inputs: inputs, warmup: 0, steps: steps).exponents[0]
    for (i, exponent) in found.enumerated() {
      let expected = 0.5 * (digamma(Double(n - i) / 2) + log(2 * sigma * sigma))
      // Four deviations: ln R has one of 1.1 at most (the last direction's), divided by √4000.
      #expect(abs(exponent - expected) < 0.07, "exponent \(i)")
    }
  }

  private func chaotic(tracksDeterminant: Bool) -> LyapunovEstimator<Double> {
    let map = RecurrentMap.random(units: 12, gain: 2, seed: 5)
    let dynamics = CellDynamics<Double>(stateSizes: [12], inputSize: 1) { program, states, _ in
      let w = program.input(12, 12)
      return (
        [states[0].timesTranspose(w).tanh()],
        [Binding(w, to: Storage(map.recurrent.elements))]
      )
    }
    return LyapunovEstimator(
      of: dynamics,
      LyapunovSettings(trajectories: 3, tracksDeterminant: tracksDeterminant, seed: 1))
  }

  private static var states: [[Double]] {
    var random = RandomStream(seed: 9, purpose: "states")
    return [(0..<36).map { _ in random.normal() }]
  }

  @Test func `the determinants that are tracked add up to the exponents' sum`() {
    let estimator = chaotic(tracksDeterminant: true)
    let found = estimator.estimate(
      inputs: Storage(count: 80 * 3), warmup: 20, steps: 60, initialStates: Self.states)
    let rows = found.exponents
    for (row, determinant) in zip(rows, found.meanLogarithmicDeterminants) {
      #expect(abs(row.reduce(0, +) - determinant) < 1e-10)
    }
    // Trajectories that start apart have exponents of their own.
    #expect(rows[0] != rows[1])
  }

  @Test func `tracking determinants changes nothing else, to the bit`() {
    let rows = [true, false].map { tracks in
      chaotic(tracksDeterminant: tracks).estimate(
        inputs: Storage(count: 80 * 3), warmup: 20, steps: 60, initialStates: Self.states)
    }
    #expect(rows[0].exponents == rows[1].exponents)
    #expect(rows[1].meanLogarithmicDeterminants.allSatisfy { $0.isNaN })
  }

  @Test func `halves are told apart by their root mean square difference`() {
    // Two trajectories of two exponents, six steps of ten: first halves (1, 0) and (1, 2), second ones (3, −1) and
    // (1, 0); means differ by −1 and 1.5.
    let squares = SplitHalf.squares(
      [6, 0, 6, 12], after: 6, of: [18, -4, 10, 12], bounds: [0, 0, 0, 0], steps: 10,
      exponents: 2)
    #expect(areClose(squares, [1, 1.5 * 1.5], within: 1e-14))
    // A direction that has vanished tells nothing, nor does one that rounding hides.
    for (growth, bound) in [(-Double.infinity, 0.0), (-9, .infinity), (-9, 0.1)] {
      #expect(
        SplitHalf.squares(
          [1, growth], after: 1, of: [2, growth], bounds: [0, bound], steps: 2, exponents: 2)
          == [0])
    }
    #expect(
      SplitHalf.squares([1], after: 1, of: [1], bounds: [0], steps: 1, exponents: 1).isEmpty)
  }

  @Test func `counts and shares of a spectrum`() {
    let spectrum = LyapunovSpectrum([0.2, 0.05, -0.05, -0.2])
    #expect(spectrum.mean == 0 && spectrum.positiveFraction == 0.5)
    #expect(spectrum.count(above: -0.1) == 3)
    #expect(LyapunovSpectrum([.nan, 1]).count(above: 0).isNaN)
  }

  @Test func `of a flow the exponents are recorded per unit of time too`() {
    func columns(timeStep: Double?) -> [Column<LyapunovFindings>] {
      LyapunovColumns(
        exponents: 2, threshold: 0.1, tracksDeterminant: true, timeStep: timeStep
      ).all
    }
    let found = LyapunovFindings(
      statistics: TrajectoryStatistics([[0.02, -0.3]]), splitHalfError: 0.5,
      meanLogarithmicDeterminant: -0.28, steps: 500, batches: 64)
    func numbers(_ name: String) -> [Double]? {
      columns(timeStep: 0.1).first { $0.quantity.name == name }.map { column in
        var numbers: [Double] = []
        column.append(found, to: &numbers)
        return numbers
      }
    }
    #expect(numbers("max_lyapunov") == [0.02] && numbers("mean_log_determinant") == [-0.28])
    #expect(numbers("max_lyapunov_per_time").map { abs($0[0] - 0.2) < 1e-15 } == true)
    #expect(numbers("lyapunov_spectrum") == [0.02, -0.3])
    #expect(numbers("lyapunov_split_half_error") == [0.5])
    #expect(!columns(timeStep: nil).contains { $0.quantity.name.hasSuffix("time") })
  }
}
