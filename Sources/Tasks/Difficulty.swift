package import LinearAlgebra

/// What sets some of a task's training examples apart from the others.
package enum Difficulty: String, CaseIterable, Hashable, Sendable {
  /// As validation has them.
  case easy
  /// With a label that says nothing of the input.
  case difficult
}

/// Examples as a net of one time step sees them, a row each.
package struct Examples: Hashable, Sendable {
  /// P × inputs.
  package let inputs: Matrix<Double>
  /// P × outputs.
  package let targets: Matrix<Double>

  package init(inputs: Matrix<Double>, targets: Matrix<Double>) {
    (self.inputs, self.targets) = (inputs, targets)
  }
}
