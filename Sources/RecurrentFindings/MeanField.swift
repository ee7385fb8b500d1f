import Foundation

/// The theory of random tanh maps x' = J tanh(x), J ~ N(0, g²/N), of infinitely many units.
///
/// A unit's current is Gaussian, with a variance Δ = g²⟨tanh²(√Δ z)⟩ that is its own cause; the leading exponent and the
/// mean of all follow from the slopes that it meets (arXiv:2006.02427; arXiv:2006.14123).
struct MeanField {
  /// g.
  let gain: Double
  /// Δ; 0 below the onset of chaos at g = 1.
  let variance: Double

  init(gain: Double) {
    self.gain = gain
    guard gain > 1 else {
      variance = 0
      return
    }
    // One sign change: above the fixed point the map of Δ falls behind Δ.
    var (low, high) = (1e-12, gain * gain)
    for _ in 0..<100 {
      let middle = (low + high) / 2
      let image = gain * gain * Self.average(variance: middle) { tanh($0) * tanh($0) }
      if image > middle { low = middle } else { high = middle }
    }
    variance = (low + high) / 2
  }

  /// λ₁ = ½ ln(g²⟨sech⁴⟩), nats a step.
  var maximum: Double {
    0.5
      * log(
        gain * gain
          * Self.average(variance: variance) { exp(2 * Self.logarithmicSechSquared($0)) })
  }

  /// The mean of all exponents, ln g − ½ + ⟨ln sech²⟩, nats a step.
  var mean: Double {
    log(gain) - 0.5 + Self.average(variance: variance, Self.logarithmicSechSquared)
  }

  /// ln sech², exact where tanh saturates.
  private static func logarithmicSechSquared(_ x: Double) -> Double {
    log(4) - 2 * abs(x) - 2 * log1p(exp(-2 * abs(x)))
  }

  /// ⟨f(√Δ z)⟩ over z ~ N(0, 1): by the trapezoidal rule, which for smooth functions that decay like a Gaussian is exact
  /// to rounding.
  static func average(variance: Double, _ function: (Double) -> Double) -> Double {
    let (step, reach) = (0.01, 1000)
    let deviation = variance.squareRoot()
    return (-reach...reach).reduce(0) { sum, i in
      let z = Double(i) * step
      return sum + exp(-z * z / 2) * function(deviation * z)
    } * step / (2 * Double.pi).squareRoot()
  }
}
