package import LinearAlgebra

/// How an estimator goes about it: how many exponents, along how many trajectories, orthonormalised how and how often.
package struct LyapunovSettings: Hashable, Sendable {
  /// How many of each layer, the largest first; all where nil.
  package var exponents: Int?
  package var trajectories: Int
  /// Steps between orthonormalisations.
  package var interval: OrthonormalizationInterval
  package var method: OrthonormalizationMethod
  /// Whether frames stay in the net's precision whatever it loses.
  package var keepsPrecision: Bool
  /// Whether the Jacobians' determinants are worked out too.
  package var tracksDeterminant: Bool
  /// Seed of the random frames to start from; the first columns of the identity where nil, which in a net of modules need
  /// not reach the fastest.
  package var seed: UInt64?

  package init(
    exponents: Int? = nil, trajectories: Int = 1, interval: OrthonormalizationInterval = .auto,
    method: OrthonormalizationMethod = .cholesky, keepsPrecision: Bool = false,
    tracksDeterminant: Bool = false, seed: UInt64?
  ) {
    (self.exponents, self.trajectories) = (exponents, trajectories)
    (self.interval, self.method) = (interval, method)
    (self.keepsPrecision, self.tracksDeterminant) = (keepsPrecision, tracksDeterminant)
    self.seed = seed
  }
}
