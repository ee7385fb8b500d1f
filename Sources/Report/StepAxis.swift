import Figures
import Foundation

extension ReportTable {
  /// Training steps; one is added where the scale is logarithmic, so that the start has a place.
  var stepAxis: FigureAxis {
    hasLogarithmicSteps
      ? FigureAxis("training step + 1", isLogarithmic: true) : FigureAxis("training step")
  }

  /// Where a step lies on `stepAxis`.
  func stepPlace(_ step: Double) -> Double { hasLogarithmicSteps ? step + 1 : step }
}

/// log₁₀; NaN where there is none.
func logarithm(_ value: Double) -> Double { value > 0 ? log10(value) : .nan }
