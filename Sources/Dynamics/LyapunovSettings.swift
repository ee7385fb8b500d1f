package import LinearAlgebra

/// The settings of an estimator: how many exponents along how many trajectories, and how and how often frames are
/// orthonormalised.
package struct LyapunovSettings: Hashable, Sendable {
  /// The number of exponents of each layer, the largest first; all where nil.
  package var exponents: Int?
  /// The number of trajectories that are followed at once; at least 1.
  package var trajectories: Int
  /// The number of steps between orthonormalisations, or how it is determined.
  package var interval: OrthonormalizationInterval
  /// The algorithm by which frames are orthonormalised.
  package var method: OrthonormalizationMethod
  /// Whether frames stay in the net's precision even where it loses too much.
  package var keepsPrecision: Bool
  /// Whether the Jacobians' determinants are computed too.
  package var tracksDeterminant: Bool
  /// The seed of the random frames at the start. Where nil, frames start as the first columns of the identity, which
  /// may miss the fastest directions of a net of modules.
  package var seed: UInt64?

  /// Settings with the usual values: all exponents of one trajectory, adaptive intervals, Cholesky QR.
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
