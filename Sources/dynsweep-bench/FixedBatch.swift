import LinearAlgebra
import RandomStreams
import Tasks

/// A task that gives the same batch at every step, as the peers' benchmarks do: normal inputs, one-hot targets at the
/// last step.
///
/// The batch is written once, when step 0 asks for it, so that a measured step holds no data loading.
struct FixedBatch: LearningTask {
  let name = "fixed-batch"
  let inputSize: Int
  let outputSize: Int
  let length: Int
  let batchSize: Int
  var scoredSteps: Range<Int> { length - 1..<length }
  let loss = LossKind.crossEntropy
  let measuresAccuracy = true
  var trainingBatchesPerEpoch: Int? { nil }
  let validationBatches = 1

  func fill<S: Scalar>(
    _ request: BatchRequest, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    guard request == .training(step: 0) else { return }
    var random = RandomStream(seed: 1, purpose: "benchmark batch")
    for index in inputs.indices { inputs[index] = S(random.normal()) }
    for row in 0..<batchSize {
      let right = random.integer(below: outputSize)
      for column in 0..<outputSize { targets[row * outputSize + column] = column == right ? 1 : 0 }
    }
  }
}
