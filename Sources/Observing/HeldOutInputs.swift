package import LinearAlgebra
package import Plans
package import Tasks

extension LearningTask {
  /// The inputs of the first `count` sequences of the validation set, length·count × inputSize, time-major: step t of
  /// sequence s is row t·count + s.
  ///
  /// - Parameter batch: Is called with the targets of each batch, and how many of its sequences are among the first.
  /// - Precondition: The validation set has as many.
  package func heldOutInputs(
    _ count: Int, batch each: (_ targets: Storage<Double>, _ taken: Int) -> Void = { _, _ in }
  ) -> Matrix<Double> {
    var inputs = Matrix<Double>(rows: length * count, columns: inputSize)
    let (drawn, targets) = (Storage<Double>(count: inputCount), Storage<Double>(count: targetCount))
    for index in 0..<(count + batchSize - 1) / batchSize {
      drawn.withMutableSpan { drawn in
        targets.withMutableSpan { fillValidation(batch: index, inputs: &drawn, targets: &$0) }
      }
      let first = index * batchSize
      let taken = min(batchSize, count - first)
      for t in 0..<length {
        for i in 0..<taken * inputSize {
          inputs.elements[(t * count + first) * inputSize + i] =
            drawn[t * batchSize * inputSize + i]
        }
      }
      each(targets, taken)
    }
    return inputs
  }
}
