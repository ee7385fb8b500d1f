import Foundation
import Layers
import Testing

/// The largest slope of γ on a fine grid, by its formula as the specification states it.
private func scanned(_ shape: GammaShape) -> Double {
  let (n, s) = (shape.gain, shape.saturation)
  return (-40_000...40_000).map { i in
    let p = 1 / (1 + exp(-n * Double(i) / 1000))
    return (1 - s) * p + s * n * p * (1 - p)
  }.max() ?? .nan
}

@Suite struct GammaShapeTests {
  @Test(arguments: [
    (1, 0), (5, 0), (1, 0.3), (1, 0.5), (1, 1), (5, 0.1), (5, 0.2), (5, 0.5), (20, 0.5), (20, 1),
    (5, -0.3), (5, 1.2), (0.5, 1.1),
  ])
  func `the largest slope is that of a scan`(_ gain: Double, _ saturation: Double) {
    let shape = GammaShape(gain: gain, saturation: saturation)
    // The scan's spacing, h = 1e-3: at most n³h²/8 from the top at gain 20; and p nears 1 as e^{-40 n}.
    #expect(abs(shape.largestSlope - scanned(shape)) < 2e-3)
  }

  @Test func `it is the formula of the paper's code`() {
    #expect(GammaShape(gain: 5, saturation: 0).largestSlope == 1)
    #expect(abs(GammaShape(gain: 4, saturation: 1).largestSlope - 1) < 1e-15)
    #expect(abs(GammaShape(gain: 5, saturation: 0.5).largestSlope - 9.0 / 10) < 1e-15)
    #expect(GammaShape(gain: 1, saturation: 0.3).largestSlope == 0.7)
  }
}
