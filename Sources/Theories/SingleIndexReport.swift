import Foundation
import Records

/// What is recorded of two-layer nets on a single-index target.
struct SingleIndexReport {
  static let paper = "arXiv:2303.00055"

  static func columns(components: Int) -> [Column<SingleIndexReport>] {
    let component = [Quantity.Dimension("component", size: components)]
    return [
      Column("flow_time", "time of the gradient flow", paper) { $0.time },
      Column("risk", "population risk, half the mean squared error", paper) { $0.risk },
      Column(
        "residual", over: component,
        "what is left of the target's Hermite coefficients; component k + 1 has degree k", paper
      ) { $0.residuals },
      Column(
        "learned_coefficient", over: component,
        "the net's Hermite coefficients along the target's direction", paper
      ) { zip($0.target, $0.residuals).map { $0 - $1 } },
      Column(
        "learning_time", over: component,
        "flow time at which a residual first fell below half of its coefficient", paper
      ) { $0.times.first },
      Column(
        "settling_time", over: component,
        "flow time since which a residual has been below half of its coefficient", paper
      ) { $0.times.settled },
      Column("readout_scale", "median magnitude of the second layer's weights") {
        $0.readout.medianMagnitude
      },
      Column(
        "alignment_scale", "median magnitude of the neurons' alignment with the target"
      ) { $0.alignment.medianMagnitude },
      Column(
        "invariant", over: component,
        "mean of ε·a² + ln(1 − s²)/degree, conserved while one degree alone is learnt; NaN at 0",
        paper
      ) { report in report.target.indices.map(report.invariant) },
    ]
  }

  let time: Double
  let risk: Double
  let residuals: [Double]
  let target: [Double]
  let times: LearningTimes
  let readout: [Double]
  let alignment: [Double]
  let timeScaleRatio: Double

  /// The mean over neurons of ε·a² + ln(1 − s²)/l for degree l ≥ 1; NaN for degree 0.
  ///
  /// It is conserved where degree l alone drives: then ε a ȧ = σ e a sˡ = s ṡ / (l (1 − s²)).
  func invariant(of degree: Int) -> Double {
    guard degree > 0 else { return .nan }
    let sum = zip(readout, alignment).reduce(0) { sum, pair in
      sum + timeScaleRatio * pair.0 * pair.0 + log1p(-pair.1 * pair.1) / Double(degree)
    }
    return sum / Double(readout.count)
  }
}

extension [Double] {
  fileprivate var medianMagnitude: Double {
    let sorted = map(abs).sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
