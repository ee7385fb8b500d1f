package import LinearAlgebra

/// A linear classifier of states: the class whose row of W h + c is largest.
package struct LinearReadout {
  /// C × N.
  package let weights: Matrix<Double>
  /// C.
  package let biases: [Double]

  package init(weights: Matrix<Double>, biases: [Double]) {
    self.weights = weights
    self.biases = biases
  }

  /// Fitted to one-hot targets by ridge regression on [h, 1], with `penalty`·P on all weights, the bias included.
  package init(ridge data: LabeledStates, penalty: Double) {
    let width = data.states.columns
    var features = Matrix<Double>(rows: data.count, columns: width + 1, repeating: 1)
    var targets = Matrix<Double>(rows: data.count, columns: data.classes)
    for row in 0..<data.count {
      for i in 0..<width { features[row, i] = data.states[row, i] }
      targets[row, data.labels[row]] = 1
    }
    // (FᵀF + λ)⁻¹ FᵀY by the eigenvectors of FᵀF, whose rows are V: Vᵀ (Λ + λ)⁻¹ V FᵀY.
    let gram = features.times(features, transposingSelf: true)
    let (values, vectors) = gram.symmetricEigensystem
    var solution = vectors * features.times(targets, transposingSelf: true)
    for row in 0..<solution.rows {
      // An eigenvalue of a Gram matrix is at least 0 but for rounding.
      let scale = 1 / (max(values[row], 0) + penalty * Double(data.count))
      for column in 0..<solution.columns { solution[row, column] *= scale }
    }
    let fitted = vectors.times(solution, transposingSelf: true).transposed
    weights = Matrix(
      rows: fitted.rows, columns: width,
      elements: (0..<fitted.rows).flatMap { fitted[row: $0].prefix(width) })
    biases = (0..<fitted.rows).map { fitted[$0, width] }
  }

  /// The share of states that it puts into their class; of equal outputs the first wins. NaN where an output is not finite.
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

  /// The part of the variance between classes that this read-out sees: ‖M Π‖²/‖M‖², where M are the centred class
  /// means and Π projects on the span of the weights, each output's taken relative to the mean of all (which is all
  /// that a softmax sees): their min(C − 1, N) leading right singular vectors.
  package func alignment(with data: LabeledStates) -> Double {
    let means = data.classMeans.means.centered
    let relative = weights.centered
    let size = weights.columns
    // Ascending eigenvalues: the leading right singular vectors are the last rows.
    let vectors = relative.times(relative, transposingSelf: true).symmetricEigensystem.vectors
    let kept = min(weights.rows - 1, size)
    let basis = Matrix(
      rows: kept, columns: size, elements: Array(vectors.elements.suffix(kept * size)))
    let seen = means.times(basis, transposingOther: true).frobeniusNorm / means.frobeniusNorm
    return seen * seen
  }
}
