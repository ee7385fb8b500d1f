import Dynamics
import Records

/// What is recorded of a Lyapunov spectrum, and its numbers in the same order.
struct LyapunovQuantities {
  /// τ.
  let threshold: Double
  let tracksDeterminant: Bool

  private static let paper = "Vogt et al. 2022, arXiv:2006.14123"
  private static let extensive = "Engelken, Wolf and Abbott 2023, arXiv:2006.02427"

  /// - Parameters:
  ///   - exponents: How many are taken.
  ///   - timeStep: The time that a step takes, where the net follows a flow.
  func quantities(exponents: Int, timeStep: Double?) -> [Quantity] {
    let exponent = Quantity.Dimension("exponent", size: exponents)
    return scalars
      + [
        Quantity(
          "lyapunov_spectrum", dimensions: [exponent], units: "nat step-1",
          longName: "Lyapunov exponents, mean over trajectories, largest first",
          references: Self.paper),
        Quantity(
          "lyapunov_spectrum_deviation", dimensions: [exponent], units: "nat step-1",
          longName: "standard deviation of each Lyapunov exponent over trajectories",
          references: Self.paper),
        Quantity(
          "lyapunov_error_estimate", dimensions: [exponent], units: "nat step-1",
          longName: "how far rounding may have moved each Lyapunov exponent, to first order; an "
            + "exponent beyond a thousandth is NaN", references: Self.paper),
      ]
      + (tracksDeterminant ? [determinant] : [])
      + (timeStep == nil ? [] : perTime(exponent))
  }

  /// - Parameters:
  ///   - statistics: Of the trajectories' exponents.
  ///   - splitHalfError: The estimator's.
  ///   - meanLogarithmicDeterminant: Mean over trajectories.
  func values(
    _ statistics: TrajectoryStatistics, splitHalfError: Double,
    meanLogarithmicDeterminant: Double, timeStep: Double?
  ) -> [Double] {
    let spectrum = LyapunovSpectrum(statistics.means)
    let time = timeStep.map { [spectrum.maximum / $0, spectrum.entropyRate / $0] } ?? []
    return [
      spectrum.maximum, spectrum.kaplanYorkeDimension, spectrum.entropyRate, spectrum.mean,
      spectrum.count(above: -threshold), spectrum.positiveFraction, splitHalfError,
      statistics.vanished,
    ] + spectrum.exponents + statistics.deviations + statistics.errorEstimates
      + (tracksDeterminant ? [meanLogarithmicDeterminant] : []) + time
      + (timeStep.map { step in spectrum.exponents.map { $0 / step } } ?? [])
  }

  private var scalars: [Quantity] {
    [
      Quantity(
        "max_lyapunov", units: "nat step-1", longName: "largest Lyapunov exponent",
        references: Self.paper),
      Quantity(
        "kaplan_yorke_dimension", longName: "attractor dimension from the Lyapunov spectrum",
        references: "Kaplan and Yorke 1979"),
      Quantity(
        "entropy_rate", units: "nat step-1", longName: "sum of the positive Lyapunov exponents",
        references: "Pesin 1977"),
      Quantity(
        "mean_lyapunov", units: "nat step-1",
        longName: "mean of the Lyapunov exponents that are taken", references: Self.paper),
      Quantity(
        "lyapunov_count_above_threshold",
        longName: "number of Lyapunov exponents above -\(threshold) nat step-1",
        references: Self.paper),
      Quantity(
        "positive_lyapunov_fraction",
        longName: "share of the Lyapunov exponents taken that are positive",
        references: Self.extensive),
      Quantity(
        "lyapunov_split_half_error", units: "nat step-1",
        longName: "root mean square difference between the exponents of the window's halves",
        references: Self.extensive),
      Quantity(
        "lyapunov_vanished",
        longName: "number of directions that vanished: exponents of minus infinity, or NaN where "
          + "double precision has nothing left of them", references: Self.paper),
    ]
  }

  private var determinant: Quantity {
    Quantity(
      "mean_log_determinant", units: "nat step-1",
      longName: "mean of ln |det J_t| over the same window: the sum of all Lyapunov exponents")
  }

  private func perTime(_ exponent: Quantity.Dimension) -> [Quantity] {
    [
      Quantity(
        "max_lyapunov_per_time", units: "nat",
        longName: "largest Lyapunov exponent, per unit of the net's time",
        references: Self.extensive),
      Quantity(
        "entropy_rate_per_time", units: "nat",
        longName: "sum of the positive Lyapunov exponents, per unit of the net's time",
        references: Self.extensive),
      Quantity(
        "lyapunov_spectrum_per_time", dimensions: [exponent], units: "nat",
        longName: "Lyapunov exponents, largest first, per unit of the net's time",
        references: Self.extensive),
    ]
  }
}
