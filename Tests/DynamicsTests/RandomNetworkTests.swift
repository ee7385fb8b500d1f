import Foundation
import LinearAlgebra
import Testing

@testable import Dynamics

/// Random tanh maps without input (arXiv:2006.02427) at N = 200: λ₁ and the mean against the theory of N → ∞, the
/// dimension against an independent simulation, within the tolerances of the finite size.
@Suite struct RandomNetworkTests {
  struct Case: Sendable {
    let gain: Double
    let maximum: Double
    let mean: Double
    let dimension: Double
  }

  static let cases = [
    Case(gain: 2, maximum: 0.15472, mean: -1.14902, dimension: 0.236),
    Case(gain: 3, maximum: 0.31025, mean: -2.27281, dimension: 0.277),
    Case(gain: 5, maximum: 0.53243, mean: -4.90677, dimension: 0.239),
  ]

  @Test func `random networks have the spectra of theory, and a dimension that peaks near g = 3`() {
    let units = 200
    let dimensions = Self.cases.map { expected in
      let spectra = [UInt64(1), 2].map { seed in
        LyapunovSpectrum(
          RecurrentMap.random(units: units, gain: expected.gain, seed: seed)
            .exponents(warmup: 150, steps: 250))
      }
      func mean(_ value: (LyapunovSpectrum) -> Double) -> Double {
        spectra.map(value).reduce(0, +) / Double(spectra.count)
      }
      let dimension = mean(\.kaplanYorkeDimension) / Double(units)
      #expect(abs(mean(\.maximum) - expected.maximum) <= 0.04, "g = \(expected.gain)")
      #expect(
        abs(mean { $0.exponents.reduce(0, +) / Double(units) } - expected.mean) <= 0.06,
        "g = \(expected.gain)")
      #expect(abs(dimension - expected.dimension) <= 0.03, "g = \(expected.gain): \(dimension)")
      return dimension
    }
    #expect(dimensions[1] > dimensions[0] && dimensions[1] > dimensions[2])
  }

  @Test func `below the onset of chaos the largest exponent is the log of the spectral radius`() {
    let map = RecurrentMap.random(units: 100, gain: 0.8, seed: 1)
    let found = map.exponents(warmup: 300, steps: 400)
    #expect(abs(found[0] - log(map.recurrent.spectralRadius)) < 0.01)
  }
}
