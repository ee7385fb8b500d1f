import Foundation

/// The mean-field theory of random tanh maps x' = J tanh(x), J ~ N(0, g²/N), of infinitely many units.
///
/// A unit's current is Gaussian with a self-consistent variance Δ = g²⟨tanh²(√Δ z)⟩. The leading exponent and the mean
/// of all exponents follow from the slopes of tanh at this current (arXiv:2006.02427; arXiv:2006.14123).
struct MeanField {
  /// The gain g.
  let gain: Double
  /// The variance Δ; 0 below the onset of chaos at g = 1.
  let variance: Double

  init(gain: Double) {
    self.gain = gain
    guard gain > 1 else {
      variance = 0
      return
    }
    // Bisection finds the only fixed point: above it the map of Δ is smaller than Δ.
    var (low, high) = (1e-12, gain * gain)
    for _ in 0..<100 {
      let middle = (low + high) / 2
      let image = gain * gain * Self.average(variance: middle) { tanh($0) * tanh($0) }
      if image > middle { low = middle } else { high = middle }
    }
    variance = (low + high) / 2
  }

  /// The leading exponent λ₁ = ½ ln(g²⟨sech⁴⟩), nats a step.
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

  /// ln sech²(x), to rounding also where tanh saturates.
  private static func logarithmicSechSquared(_ x: Double) -> Double {
    log(4) - 2 * abs(x) - 2 * log1p(exp(-2 * abs(x)))
  }

  /// The average ⟨f(√Δ z)⟩ over z ~ N(0, 1) by the trapezoidal rule, which is exact to rounding for smooth functions
  /// that decay like a Gaussian.
  static func average(variance: Double, _ function: (Double) -> Double) -> Double {
    let (step, reach) = (0.01, 1000)
    let deviation = variance.squareRoot()
    return (-reach...reach).reduce(0) { sum, i in
      let z = Double(i) * step
      return sum + exp(-z * z / 2) * function(deviation * z)
    } * step / (2 * Double.pi).squareRoot()
  }
}
