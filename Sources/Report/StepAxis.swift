import Figures
import Foundation

extension ReportTable {
  /// The axis of training steps; 1 is added to each where the scale is logarithmic, so that step 0 has a place.
  var stepAxis: FigureAxis {
    hasLogarithmicSteps
      ? FigureAxis("training step + 1", isLogarithmic: true) : FigureAxis("training step")
  }

  /// The place of a step on `stepAxis`.
  func stepPlace(_ step: Double) -> Double { hasLogarithmicSteps ? step + 1 : step }
}

/// log₁₀ of a number; NaN unless it is positive.
func logarithm(_ value: Double) -> Double { value > 0 ? log10(value) : .nan }
