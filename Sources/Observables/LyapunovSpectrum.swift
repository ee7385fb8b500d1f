/// Lyapunov exponents, largest first, in nats a step, and what follows from them.
public struct LyapunovSpectrum: Hashable, Sendable {
  /// Sorted, the largest first; all of a system's or its first few.
  public let exponents: [Double]

  public init(_ exponents: [Double]) {
    self.exponents = exponents.sorted(by: >)
  }

  /// NaN where there are none.
  public var maximum: Double { exponents.first ?? .nan }

  /// The attractor's dimension by Kaplan and Yorke (1979): j + Σ_{i≤j} λᵢ / |λ_{j+1}|, where j is the largest number of
  /// exponents whose sum is not negative.
  ///
  /// 0 where the largest exponent is negative; the number of exponents where all of them together are not (of a
  /// spectrum's first k, that is a lower bound).
  public var kaplanYorkeDimension: Double {
    guard exponents.allSatisfy({ !$0.isNaN }) else { return .nan }
    var sum = 0.0
    for (j, exponent) in exponents.enumerated() {
      if sum + exponent < 0 { return Double(j) + sum / -exponent }
      sum += exponent
    }
    return Double(exponents.count)
  }

  /// The rate at which the dynamics make entropy, by Pesin's identity: the sum of the positive exponents, nats a step.
  public var entropyRate: Double {
    exponents.contains { $0.isNaN } ? .nan : exponents.reduce(0) { $0 + max($1, 0) }
  }

  /// NaN where there are none.
  public var mean: Double { exponents.reduce(0, +) / Double(exponents.count) }

  /// How many exceed `limit`; NaN where one is NaN.
  public func count(above limit: Double) -> Double {
    exponents.contains { $0.isNaN } ? .nan : Double(exponents.count { $0 > limit })
  }

  /// The share that is positive; NaN where there are none.
  public var positiveFraction: Double { count(above: 0) / Double(exponents.count) }
}
