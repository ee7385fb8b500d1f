package import LinearAlgebra

/// A linear classifier of states: it chooses the class whose entry of W h + c is largest.
package struct LinearReadout {
  /// The weights W, [classes × units].
  package let weights: Matrix<Double>
  /// The biases c, one for each class.
  package let biases: [Double]

  /// A classifier with given weights and biases, such as a net's own read-out.
  package init(weights: Matrix<Double>, biases: [Double]) {
    self.weights = weights
    self.biases = biases
  }

  /// A classifier fitted to one-hot targets by ridge regression on [h, 1]. The penalty on the squares of all weights,
  /// the bias included, is `penalty` times the number of states.
  package init(ridge data: LabeledStates, penalty: Double) {
    let width = data.states.columns
    var features = Matrix<Double>(rows: data.count, columns: width + 1, repeating: 1)
    var targets = Matrix<Double>(rows: data.count, columns: data.classes)
    for row in 0..<data.count {
      for i in 0..<width { features[row, i] = data.states[row, i] }
      targets[row, data.labels[row]] = 1
    }
    // The solution is (FᵀF + λ)⁻¹ FᵀY = Vᵀ (Λ + λ)⁻¹ V FᵀY, where V's rows are the eigenvectors of FᵀF.
    let gram = features.times(features, transposingSelf: true)
    let (values, vectors) = gram.symmetricEigensystem
    var solution = vectors * features.times(targets, transposingSelf: true)
    for row in 0..<solution.rows {
      // An eigenvalue of a Gram matrix is at least 0 up to rounding.
      let scale = 1 / (max(values[row], 0) + penalty * Double(data.count))
      for column in 0..<solution.columns { solution[row, column] *= scale }
    }
    let fitted = vectors.times(solution, transposingSelf: true).transposed
    weights = Matrix(
      rows: fitted.rows, columns: width,
      elements: (0..<fitted.rows).flatMap { fitted[row: $0].prefix(width) })
    biases = (0..<fitted.rows).map { fitted[$0, width] }
  }

  /// The share of states that are put into their class, 0 to 1; NaN where an output is not finite. Among equal outputs
  /// the first wins.
  package func accuracy(on data: LabeledStates) -> Double {
    let outputs = data.states.times(weights, transposingOther: true)
    guard outputs.isFinite, biases.allSatisfy(\.isFinite) else { return .nan }
    let right = (0..<data.count).count { row in
      var best = 0
      for label in 1..<outputs.columns
      where outputs[row, label] + biases[label] > outputs[row, best] + biases[best] {
        best = label
      }
      return best == data.labels[row]
    }
    return Double(right) / Double(data.count)
  }

  /// The share of the variance between classes that lies in this read-out's directions, ‖M Π‖²/‖M‖², 0 to 1.
  ///
  /// M holds the centred class means. Π projects on the span of the weights, from which the mean over outputs is
  /// subtracted, since a softmax ignores it: on their min(C − 1, N) leading right singular vectors.
  package func alignment(with data: LabeledStates) -> Double {
    let means = data.classMeans.means.centered
    let relative = weights.centered
    let size = weights.columns
    // Eigenvalues ascend, so that the leading right singular vectors are the last rows.
    let vectors = relative.times(relative, transposingSelf: true).symmetricEigensystem.vectors
    let kept = min(weights.rows - 1, size)
    let basis = Matrix(
      rows: kept, columns: size, elements: Array(vectors.elements.suffix(kept * size)))
    let seen = means.times(basis, transposingOther: true).frobeniusNorm / means.frobeniusNorm
    return seen * seen
  }
}
