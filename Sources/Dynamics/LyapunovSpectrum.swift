/// Lyapunov exponents, largest first, in nats a step, and what follows from them.
///
/// An exponent is −∞ where its direction vanishes, and NaN where rounding hides it; a NaN stands in the place of its
/// estimate. Quantities that depend only on exponents before the first NaN are numbers.
package struct LyapunovSpectrum: Hashable, Sendable {
  /// All exponents of a system or its first few, the largest first, nats a step.
  package let exponents: [Double]

  /// The spectrum of given exponents.
  ///
  /// - Parameter exponents: Exponents in any order; with the largest first where some are NaN.
  package init(_ exponents: [Double]) {
    let isHidden = exponents.contains(where: \.isNaN)
    self.exponents = isHidden ? exponents : exponents.sorted(by: >)
  }

  static func isBefore(_ a: Double, _ b: Double) -> Bool { a > b || (b.isNaN && !a.isNaN) }

  /// The largest exponent, nats a step; NaN where there are none.
  package var maximum: Double { exponents.first ?? .nan }

  /// The attractor's dimension by Kaplan and Yorke (1979): j + Σ_{i≤j} λᵢ / |λ_{j+1}|, where j is the largest number of
  /// exponents whose sum is not negative.
  ///
  /// It is 0 where the largest exponent is negative, and the number of exponents where the sum of all is not negative;
  /// if only the first k exponents are known, this is a lower bound.
  package var kaplanYorkeDimension: Double {
    var sum = 0.0
    for (j, exponent) in exponents.enumerated() {
      if exponent.isNaN { return .nan }
      if sum + exponent < 0 { return Double(j) + sum / -exponent }
      sum += exponent
    }
    return Double(exponents.count)
  }

  /// The Kolmogorov–Sinai entropy rate by Pesin's identity, the sum of the positive exponents, nats a step; NaN where a
  /// hidden exponent may be positive.
  package var entropyRate: Double {
    isKnown(above: 0) ? exponents.reduce(0) { $0 + ($1 > 0 ? $1 : 0) } : .nan
  }

  /// The mean exponent, nats a step; NaN where there are none or one is NaN.
  package var mean: Double { exponents.reduce(0, +) / Double(exponents.count) }

  /// The number of exponents above `limit`, nats a step; NaN where a hidden exponent may be one of them.
  package func count(above limit: Double) -> Double {
    isKnown(above: limit) ? Double(exponents.count { $0 > limit }) : .nan
  }

  /// The share of exponents that are positive, 0 to 1; NaN where there are none or a hidden one may be positive.
  package var positiveFraction: Double { count(above: 0) / Double(exponents.count) }

  /// Whether every hidden exponent certainly lies at or below `limit`, since the exponent before it does.
  private func isKnown(above limit: Double) -> Bool {
    guard let place = exponents.firstIndex(where: \.isNaN) else { return true }
    return place > 0 && exponents[place - 1] <= limit
  }
}
