package import LinearAlgebra

/// The two kinds into which some tasks divide their training examples.
package enum Difficulty: String, CaseIterable, Hashable, Sendable {
  /// Examples like those of validation, whose label follows from the input.
  case easy
  /// Examples whose label was flipped or drawn at random.
  case difficult
}

/// Examples of a task of one time step, a row each.
package struct Examples: Hashable, Sendable {
  /// The inputs, [count × inputSize].
  package let inputs: Matrix<Double>
  /// The targets, [count × outputSize].
  package let targets: Matrix<Double>

  /// - Parameters:
  ///   - inputs: [count × inputSize].
  ///   - targets: [count × outputSize].
  package init(inputs: Matrix<Double>, targets: Matrix<Double>) {
    (self.inputs, self.targets) = (inputs, targets)
  }
}
