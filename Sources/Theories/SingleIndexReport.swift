import Foundation
import Records

/// What is recorded of two-layer nets on a single-index target, from the neurons' weights a and alignments s alone.
struct SingleIndexReport {
  static let paper = "arXiv:2303.00055"

  static func quantities(components: Int) -> [Quantity] {
    let component = [Quantity.Dimension("component", size: components)]
    return [
      Quantity("flow_time", longName: "time of the gradient flow", references: paper),
      Quantity("risk", longName: "population risk, half the mean squared error", references: paper),
      Quantity(
        "residual", dimensions: component,
        longName: "what is left of the target's Hermite coefficients; component k + 1 has degree k",
        references: paper),
      Quantity(
        "learned_coefficient", dimensions: component,
        longName: "the net's Hermite coefficients along the target's direction", references: paper),
      Quantity(
        "learning_time", dimensions: component,
        longName: "flow time at which a residual first fell below half of its coefficient",
        references: paper),
      Quantity(
        "settling_time", dimensions: component,
        longName: "flow time since which a residual has been below half of its coefficient",
        references: paper),
      Quantity("readout_scale", longName: "median magnitude of the second layer's weights"),
      Quantity(
        "alignment_scale", longName: "median magnitude of the neurons' alignment with the target"),
      Quantity(
        "invariant", dimensions: component,
        longName:
          "mean of ε·a² + ln(1 − s²)/degree, conserved while one degree alone is learnt; NaN at 0",
        references: paper),
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

  var values: [Double] {
    let learned = zip(target, residuals).map { $0 - $1 }
    return [time, risk] + residuals + learned + times.first + times.settled
      + [readout.medianMagnitude, alignment.medianMagnitude] + target.indices.map(invariant)
  }

  /// Where degree l ≥ 1 alone drives, ε a ȧ = σ e a sˡ = s ṡ / (l (1 − s²)).
  private func invariant(of degree: Int) -> Double {
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
