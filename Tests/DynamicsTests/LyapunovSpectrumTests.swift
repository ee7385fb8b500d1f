import TestSupport
import Testing

@testable import Dynamics

@Suite struct LyapunovSpectrumTests {
  @Test func `Kaplan and Yorke interpolate where the sum turns negative`() {
    // 0.5 + 0.1 − 0.2 = 0.4, and 0.4 of the next, −0.8.
    #expect(abs(LyapunovSpectrum([0.1, -0.8, 0.5, -0.2]).kaplanYorkeDimension - 3.5) < 1e-12)
  }

  @Test func `the Lorenz attractor's dimension is its textbook value`() {
    // Sprott 2003, table A.5: 0.9056, 0, −14.5723, dimension 2.06215.
    let lorenz = LyapunovSpectrum([0.9056, 0, -14.5723])
    #expect(abs(lorenz.kaplanYorkeDimension - 2.06215) < 5e-6)
    #expect(lorenz.entropyRate == 0.9056)
  }

  static let borders: [([Double], Double)] = [
    ([-0.1, -0.2], 0), ([0.2, 0.1], 2), ([0, -1], 1), ([1, -1], 2), ([], 0), ([1, -2], 1.5),
  ]

  @Test(arguments: borders)
  func `the dimension at the borders`(_ exponents: [Double], _ dimension: Double) {
    #expect(LyapunovSpectrum(exponents).kaplanYorkeDimension == dimension)
  }

  @Test func `the entropy rate is the sum of what is positive`() {
    #expect(LyapunovSpectrum([-3, 0.25, 0.5, 0]).entropyRate == 0.75)
    #expect(LyapunovSpectrum([-3, -1]).entropyRate == 0)
  }

  @Test func `a spectrum with NaN has neither dimension nor rate`() {
    let spectrum = LyapunovSpectrum([0.1, .nan, -1])
    #expect(spectrum.kaplanYorkeDimension.isNaN && spectrum.entropyRate.isNaN)
  }

  @Test func `trajectories are averaged by exponent, then sorted`() {
    let statistics = TrajectoryStatistics([[1, 5], [3, 9]])
    #expect(statistics.means == [7, 2])
    // With n − 1: √(4 + 4) and √(1 + 1).
    let (first, second) = (Double(8).squareRoot(), Double(2).squareRoot())
    #expect(areClose(statistics.deviations, [first, second], within: 1e-14))
    #expect(TrajectoryStatistics([[1, 5]]).deviations == [0, 0])
  }
}
