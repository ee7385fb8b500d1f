import Layers
import LinearAlgebra
import Plans
import Programs

/// Weights that keep their signs: one that an update has taken across zero is set to zero.
struct SignConstraint<Element: Scalar> {
  /// The places of weights that must not be negative, and of those that must not be positive.
  private let positive: [Int]
  private let negative: [Int]

  /// - Returns: Nil where the signs of all weights are free.
  init?(_ layout: ParameterLayout) {
    var (positive, negative) = ([Int](), [Int]())
    for placed in layout.trained {
      guard let signs = placed.parameter.signs else { continue }
      for (index, place) in placed.range.enumerated() {
        if signs.isPositive(column: index % placed.shape.columns) {
          positive.append(place)
        } else {
          negative.append(place)
        }
      }
    }
    guard !positive.isEmpty || !negative.isEmpty else { return nil }
    (self.positive, self.negative) = (positive, negative)
  }

  func apply(to parameters: Storage<Element>) {
    parameters.withMutableSpan { Self.apply(&$0, positive, negative) }
  }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  private static func apply(
    _ vector: inout MutableSpan<Element>, _ positive: [Int], _ negative: [Int]
  ) {
    for place in positive where vector[place] < 0 { vector[place] = 0 }
    for place in negative where vector[place] > 0 { vector[place] = 0 }
  }
}
