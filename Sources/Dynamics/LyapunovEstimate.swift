/// What an estimator finds in one run: a row for each trajectory, in the order of the layers' frames (which, layer by
/// layer, is descending but for statistical error).
package struct LyapunovEstimate: Hashable, Sendable {
  /// Nats a step: −∞ of directions that vanished in the window, such as those of rectifiers that are off; NaN where the
  /// net left the range of numbers.
  package let exponents: [[Double]]
  /// How far rounding may have moved each exponent, nats a step: 64 times the worst loss of its direction and of those
  /// before it (see `OrthonormalizationSchedule`), those of the warm-up among them; ∞ where it left nothing of one.
  package let errorEstimates: [[Double]]
  /// For each trajectory the mean of ln |det J_t| over the window, which is the sum of all exponents; NaN where
  /// determinants are not tracked.
  package let meanLogarithmicDeterminants: [Double]
  /// The root mean square difference between the exponents of the window's two halves, each averaged over
  /// trajectories, where they are finite; NaN where there is one step only.
  package let splitHalfError: Double
  /// Steps averaged over.
  package let steps: Int
  /// For each direction the rate at which the variance of its growth rises with time, nats squared a step (the diagonal of the
  /// diffusion matrix of Kuptsov and Politi, arXiv:1102.3141), over batches of all trajectories.
  package let diffusions: [Double]
  /// Batches that the diffusions are taken from; one more than their degrees of freedom.
  package let batches: Int
  /// How often frames were orthonormalised, all layers together.
  package let orthonormalizations: Int
}
