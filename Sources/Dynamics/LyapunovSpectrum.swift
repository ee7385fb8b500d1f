/// Lyapunov exponents, largest first, in nats a step, and what follows from them.
///
/// Some may be −∞ (directions that vanish) or NaN (hidden by rounding, in the place of their estimate). What follows from
/// those before the first NaN is a number all the same.
package struct LyapunovSpectrum: Hashable, Sendable {
  /// Sorted, the largest first; all of a system's or its first few.
  package let exponents: [Double]

  /// - Parameter exponents: In any order; the largest first where some are NaN.
  package init(_ exponents: [Double]) {
    let isHidden = exponents.contains(where: \.isNaN)
    self.exponents = isHidden ? exponents : exponents.sorted(by: >)
  }

  static func isBefore(_ a: Double, _ b: Double) -> Bool { a > b || (b.isNaN && !a.isNaN) }

  /// NaN where there are none.
  package var maximum: Double { exponents.first ?? .nan }

  /// The attractor's dimension by Kaplan and Yorke (1979): j + Σ_{i≤j} λᵢ / |λ_{j+1}|, where j is the largest number of
  /// exponents whose sum is not negative.
  ///
  /// 0 where the largest exponent is negative; the number of exponents where all of them together are not (of a
  /// spectrum's first k, that is a lower bound).
  package var kaplanYorkeDimension: Double {
    var sum = 0.0
    for (j, exponent) in exponents.enumerated() {
      if exponent.isNaN { return .nan }
      if sum + exponent < 0 { return Double(j) + sum / -exponent }
      sum += exponent
    }
    return Double(exponents.count)
  }

  /// The rate at which the dynamics make entropy, by Pesin's identity: the sum of the positive exponents, nats a step.
  package var entropyRate: Double {
    isKnown(above: 0) ? exponents.reduce(0) { $0 + ($1 > 0 ? $1 : 0) } : .nan
  }

  /// NaN where there are none, or where one is.
  package var mean: Double { exponents.reduce(0, +) / Double(exponents.count) }

  /// How many exceed `limit`; NaN where that is not known of all.
  package func count(above limit: Double) -> Double {
    isKnown(above: limit) ? Double(exponents.count { $0 > limit }) : .nan
  }

  /// The share that is positive; NaN where there are none.
  package var positiveFraction: Double { count(above: 0) / Double(exponents.count) }

  /// Whether all exponents are numbers, or those that are not lie below one that does not exceed `limit`.
  private func isKnown(above limit: Double) -> Bool {
    guard let place = exponents.firstIndex(where: \.isNaN) else { return true }
    return place > 0 && exponents[place - 1] <= limit
  }
}
