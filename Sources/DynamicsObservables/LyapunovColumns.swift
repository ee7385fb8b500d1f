import Dynamics
import Records

/// The result of an observation of a Lyapunov spectrum.
struct LyapunovFindings {
  /// Mean and deviation over trajectories of each exponent, nats a step.
  let statistics: TrajectoryStatistics
  /// The root mean square difference between the exponents of the window's halves, nats a step.
  let splitHalfError: Double
  /// The mean of ln |det J_t| over trajectories, nats a step; NaN where determinants are not tracked.
  let meanLogarithmicDeterminant: Double
  /// Steps averaged over.
  let steps: Int
  /// Batches that standard errors come from.
  let batches: Int

  /// The mean exponents, largest first.
  var spectrum: LyapunovSpectrum { LyapunovSpectrum(statistics.means) }
}

extension LyapunovFindings {
  /// Whether no exponent has a larger standard error than `limit`, by batches enough to tell. Exponents that have none,
  /// since they vanished or rounding hides them, are not waited for.
  func isWithin(_ limit: Double?) -> Bool {
    guard let limit else { return true }
    return batches >= LyapunovEstimate.fewestBatches
      && !statistics.standardErrors.contains { $0 > limit }
  }

  /// - Parameter count: The number of largest exponents that are kept.
  init(_ estimate: LyapunovEstimate, first count: Int) {
    let determinants = estimate.meanLogarithmicDeterminants
    self.init(
      statistics: TrajectoryStatistics(estimate, first: count),
      splitHalfError: estimate.splitHalfError,
      meanLogarithmicDeterminant: determinants.reduce(0, +) / Double(determinants.count),
      steps: estimate.steps, batches: estimate.batches)
  }
}

/// The columns that are recorded of a Lyapunov spectrum.
struct LyapunovColumns {
  /// The number of exponents that are recorded.
  let exponents: Int
  /// The threshold τ, nats a step: exponents above −τ are counted.
  let threshold: Double
  let tracksDeterminant: Bool
  /// The duration of a step where the net discretises a flow; nil where it does not.
  let timeStep: Double?

  private typealias LyapunovColumn = Column<LyapunovFindings>
  private static let paper = "Vogt et al. 2022, arXiv:2006.14123"
  private static let fluctuations = "Kuptsov and Politi 2011, arXiv:1102.3141"
  private static let batchMeans = "Gupta and Vats 2020, arXiv:2007.04229"
  private static let extensive = "Engelken, Wolf and Abbott 2023, arXiv:2006.02427"

  var all: [Column<LyapunovFindings>] {
    scalars + spectra + (tracksDeterminant ? [determinant] : []) + (timeStep.map(perTime) ?? [])
  }

  private var scalars: [Column<LyapunovFindings>] {
    [
      LyapunovColumn(
        "max_lyapunov", units: "nat step-1", "largest Lyapunov exponent", Self.paper
      ) { $0.spectrum.maximum },
      LyapunovColumn(
        "kaplan_yorke_dimension", "attractor dimension from the Lyapunov spectrum",
        "Kaplan and Yorke 1979"
      ) { $0.spectrum.kaplanYorkeDimension },
      LyapunovColumn(
        "entropy_rate", units: "nat step-1", "sum of the positive Lyapunov exponents", "Pesin 1977"
      ) { $0.spectrum.entropyRate },
      LyapunovColumn(
        "mean_lyapunov", units: "nat step-1", "mean of the Lyapunov exponents that are taken",
        Self.paper
      ) { $0.spectrum.mean },
      LyapunovColumn(
        "lyapunov_count_above_threshold",
        "number of Lyapunov exponents above -\(threshold) nat step-1", Self.paper
      ) { [threshold] in $0.spectrum.count(above: -threshold) },
      LyapunovColumn(
        "positive_lyapunov_fraction", "share of the Lyapunov exponents taken that are positive",
        Self.extensive
      ) { $0.spectrum.positiveFraction },
      LyapunovColumn(
        "lyapunov_split_half_error", units: "nat step-1",
        "root mean square difference between the exponents of the window's halves",
        Self.extensive
      ) { $0.splitHalfError },
      LyapunovColumn(
        "lyapunov_vanished",
        "number of directions that vanished: exponents of minus infinity, or NaN where double "
          + "precision has nothing left of them", Self.paper
      ) { $0.statistics.vanished },
      LyapunovColumn(
        "lyapunov_steps", "time steps that the Lyapunov exponents are averaged over"
      ) { Double($0.steps) },
      LyapunovColumn(
        "lyapunov_batches",
        "batches of steps that the standard errors come from; one more than their degrees of freedom",
        Self.batchMeans
      ) { Double($0.batches) },
    ]
  }

  private var exponent: [Quantity.Dimension] { [Quantity.Dimension("exponent", size: exponents)] }

  private var spectra: [Column<LyapunovFindings>] {
    [
      LyapunovColumn(
        "lyapunov_spectrum", over: exponent, units: "nat step-1",
        "Lyapunov exponents, mean over trajectories, largest first", Self.paper
      ) { $0.spectrum.exponents },
      LyapunovColumn(
        "lyapunov_spectrum_deviation", over: exponent, units: "nat step-1",
        "standard deviation of each Lyapunov exponent over trajectories", Self.paper
      ) { $0.statistics.deviations },
      LyapunovColumn(
        "lyapunov_error_estimate", over: exponent, units: "nat step-1",
        "how far rounding may have moved each Lyapunov exponent, to first order; an exponent "
          + "beyond a thousandth is NaN", Self.paper
      ) { $0.statistics.errorEstimates },
      LyapunovColumn(
        "lyapunov_spectrum_standard_error", over: exponent, units: "nat step-1",
        "standard error of each Lyapunov exponent, from batches of steps of all trajectories",
        Self.batchMeans
      ) { $0.statistics.standardErrors },
      LyapunovColumn(
        "lyapunov_spectrum_diffusion", over: exponent, units: "nat2 step-1",
        "variance of each finite-time Lyapunov exponent times its number of steps",
        Self.fluctuations
      ) { $0.statistics.diffusions },
    ]
  }

  private var determinant: Column<LyapunovFindings> {
    LyapunovColumn(
      "mean_log_determinant", units: "nat step-1",
      "mean of ln |det J_t| over the same window: the sum of all Lyapunov exponents"
    ) { $0.meanLogarithmicDeterminant }
  }

  private func perTime(_ step: Double) -> [Column<LyapunovFindings>] {
    [
      LyapunovColumn(
        "max_lyapunov_per_time", units: "nat",
        "largest Lyapunov exponent, per unit of the net's time", Self.extensive
      ) { $0.spectrum.maximum / step },
      LyapunovColumn(
        "entropy_rate_per_time", units: "nat",
        "sum of the positive Lyapunov exponents, per unit of the net's time", Self.extensive
      ) { $0.spectrum.entropyRate / step },
      LyapunovColumn(
        "lyapunov_spectrum_per_time", over: exponent, units: "nat",
        "Lyapunov exponents, largest first, per unit of the net's time", Self.extensive
      ) { $0.spectrum.exponents.map { $0 / step } },
    ]
  }
}
