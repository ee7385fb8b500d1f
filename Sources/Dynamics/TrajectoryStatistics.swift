/// Mean and standard deviation of each exponent over trajectories, sorted by the mean, largest first.
///
/// Directions are averaged in the order of their frames and sorted afterwards; sorting each trajectory first would bias
/// the first means upward.
package struct TrajectoryStatistics: Hashable, Sendable {
  /// The mean exponents, nats a step; −∞ where a direction vanished, NaN where rounding may have moved one by more than
  /// `largestError`.
  package let means: [Double]
  /// The standard deviations over trajectories, with n − 1, nats a step; 0 for a single trajectory, NaN where the mean
  /// is NaN.
  package let deviations: [Double]
  /// How far rounding may have moved each mean, nats a step (see `LyapunovEstimate.errorEstimates`).
  package let errorEstimates: [Double]
  /// The rate at which the variance of each direction's growth rises, nats squared a step
  /// (`LyapunovEstimate.diffusions`).
  package let diffusions: [Double]
  /// How far chance may have moved each mean, nats a step; 0 where it cannot, NaN where that is not known.
  package let standardErrors: [Double]

  /// The largest rounding error with which an exponent is reported: a thousandth of a nat a step, or of its own size.
  private static func largestError(of exponent: Double) -> Double { 1e-3 * max(1, abs(exponent)) }

  /// Whether an exponent that rounding may have moved by `error` is reported.
  static func isTold(_ exponent: Double, error: Double) -> Bool {
    exponent == -.infinity || !(error > largestError(of: exponent))
  }

  /// The statistics of exponents of several trajectories.
  ///
  /// - Parameters:
  ///   - rows: The exponents of each trajectory, nats a step.
  ///   - errors: How far rounding may have moved each, nats a step; 0 where nil.
  ///   - diffusions: The diffusion of each direction, nats squared a step; unknown where nil.
  ///   - steps: The number of steps that the exponents are means over.
  ///   - count: The number of largest means that are kept; all where nil.
  package init(
    _ rows: [[Double]], errors: [[Double]]? = nil, diffusions: [Double]? = nil, steps: Int = 1,
    first count: Int? = nil
  ) {
    let number = Double(rows.count)
    func mean(_ rows: [[Double]], _ index: Int) -> Double {
      rows.reduce(0) { $0 + $1[index] } / number
    }
    let moments = (rows.first ?? []).indices.map { index in
      let found = mean(rows, index)
      let error = errors.map { mean($0, index) } ?? 0
      let squares = rows.reduce(0) { $0 + ($1[index] - found) * ($1[index] - found) }
      return (
        mean: found, deviation: (squares / max(number - 1, 1)).squareRoot(), error: error,
        diffusion: diffusions?[index] ?? .nan,
        isTold: Self.isTold(found, error: error)
      )
    }
    let sorted = moments.sorted { LyapunovSpectrum.isBefore($0.mean, $1.mean) }
      .prefix(count ?? moments.count)
    means = sorted.map { $0.isTold ? $0.mean : .nan }
    deviations = sorted.map { $0.isTold ? $0.deviation : .nan }
    errorEstimates = sorted.map(\.error)
    let known = sorted.map { $0.isTold ? $0.diffusion : .nan }
    self.diffusions = known
    standardErrors = known.map { ($0 / (number * Double(steps))).squareRoot() }
  }

  /// The number of directions that vanished or of which rounding left no digit; NaN where the net left the range of
  /// numbers.
  package var vanished: Double {
    let lost = zip(means, errorEstimates).count { $0 == -.infinity || $1 == .infinity }
    let unknown = zip(means, errorEstimates).contains { $0.isNaN && $1.isNaN }
    return unknown ? .nan : Double(lost)
  }
}

extension TrajectoryStatistics {
  /// The statistics of an estimator's result.
  ///
  /// - Parameter count: The number of largest means that are kept; all where nil.
  package init(_ estimate: LyapunovEstimate, first count: Int? = nil) {
    self.init(
      estimate.exponents, errors: estimate.errorEstimates, diffusions: estimate.diffusions,
      steps: estimate.steps, first: count)
  }
}
