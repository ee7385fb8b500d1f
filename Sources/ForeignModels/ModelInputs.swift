import LinearAlgebra
import Plans

/// Input sequences that drive a net: trajectories × time × features, in this order in memory.
package struct ModelInputs: Equatable {
  package let trajectories: Int
  package let steps: Int
  package let features: Int
  /// Of the file they were read from.
  package let path: String
  package let elements: [Double]

  /// The first `steps` steps of some trajectories, step by step as the estimator takes them: row t·B + b.
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
