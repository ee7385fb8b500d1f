/// What an estimator finds in one run: a row for each trajectory, in the order of the layers' frames. Within a layer
/// the order is descending up to statistical error.
package struct LyapunovEstimate: Hashable, Sendable {
  /// The exponents, [trajectories][exponents], nats a step. One is −∞ where its direction vanished in the window, as
  /// the directions of inactive rectifiers do, and NaN where the net left the range of numbers.
  package let exponents: [[Double]]
  /// How far rounding may have moved each exponent, nats a step: 64 times the worst loss of its direction and of the
  /// directions before it (see `OrthonormalizationSchedule`), the warm-up included; ∞ where rounding left no digit.
  package let errorEstimates: [[Double]]
  /// The mean of ln |det J_t| over the window for each trajectory, nats a step, which is the sum of all exponents; NaN
  /// where determinants are not tracked.
  package let meanLogarithmicDeterminants: [Double]
  /// The root mean square difference between the exponents of the window's two halves, nats a step. Each is averaged
  /// over trajectories first; those that are not finite are left out. NaN where the window has one step only.
  package let splitHalfError: Double
  /// The number of steps averaged over.
  package let steps: Int
  /// For each direction the rate at which the variance of its growth rises with time, nats squared a step (the
  /// diagonal of the diffusion matrix of Kuptsov and Politi, arXiv:1102.3141), over batches of all trajectories.
  package let diffusions: [Double]
  /// The number of batches that the diffusions are taken from; one more than their degrees of freedom.
  package let batches: Int
  /// The number of batches from which on a standard error is taken for what it says.
  package static var fewestBatches: Int { BatchMeans.least }
  /// The number of times that frames were orthonormalised, all layers together.
  package let orthonormalizations: Int
}
