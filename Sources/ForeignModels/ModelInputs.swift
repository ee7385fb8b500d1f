import LinearAlgebra
import Plans

/// Input sequences that drive a net.
package struct ModelInputs: Equatable {
  /// How many sequences there are.
  package let trajectories: Int
  /// How many time steps each has.
  package let steps: Int
  /// How many numbers drive the net at each step.
  package let features: Int
  /// The path of the file that holds them, for messages.
  package let path: String
  /// The numbers, [trajectories × steps × features], row-major; all finite.
  package let elements: [Double]

  /// The first `count` steps of some trajectories, [count·B × features] for B trajectories, in the order of the
  /// estimator: step t of the b-th trajectory is row t·B + b.
  func timeMajor<Element: Scalar>(_ range: Range<Int>, steps count: Int) -> Storage<Element> {
    let storage = Storage<Element>(count: count * range.count * features)
    storage.withMutableSpan { span in
      for (column, trajectory) in range.enumerated() {
        for step in 0..<count {
          let source = (trajectory * steps + step) * features
          let target = (step * range.count + column) * features
          for feature in 0..<features {
            span[target + feature] = Element(elements[source + feature])
          }
        }
      }
    }
    return storage
  }
}
