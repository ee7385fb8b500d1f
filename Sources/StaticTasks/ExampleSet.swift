import LinearAlgebra
import Tasks

/// Labelled examples of two classes held in memory, which are learnt as one batch.
struct ExampleSet: Hashable, Sendable {
  let inputSize: Int
  /// The inputs, [count × inputSize], row-major.
  var inputs: [Float] = []
  /// The class of each example, 0 or 1, [count].
  var labels: [Float] = []

  init(inputSize: Int) { self.inputSize = inputSize }

  var count: Int { labels.count }

  mutating func append(_ input: [Double], label: Bool) {
    precondition(input.count == inputSize, "\(input.count) features, not \(inputSize)")
    inputs += input.map { Float($0) }
    labels.append(label ? 1 : 0)
  }

  /// Writes as many examples as there is room for, from the first again where there are fewer.
  @specialized(where S == Float)
  @specialized(where S == Double)
  func write<S: Scalar>(inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>) {
    var source = 0
    for index in inputs.indices {
      inputs[index] = S(self.inputs[source])
      source = source + 1 == self.inputs.count ? 0 : source + 1
    }
    for index in targets.indices { targets[index] = S(labels[index % count]) }
  }
}

/// A task of two classes whose training set is one batch, and whose held-out set is written into one batch too.
protocol WholeSetTask: LearningTask {
  var training: ExampleSet { get }
  var validation: ExampleSet { get }
}

extension WholeSetTask {
  package var inputSize: Int { training.inputSize }
  package var outputSize: Int { 1 }
  package var length: Int { 1 }
  package var scoredSteps: Range<Int> { 0..<1 }
  package var loss: LossKind { .logistic }
  package var measuresAccuracy: Bool { true }
  package var batchSize: Int { training.count }
  package var trainingBatchesPerEpoch: Int? { 1 }
  package var repeatsBatch: Bool { true }
  package var validationBatches: Int { 1 }
  package var probeSequences: Int? { validation.count }
  package var sharedBytes: Int { 4 * (training.inputs.count + validation.inputs.count) }

  /// The body of `fill`, which every task writes as a method so that it can be specialised.
  func copy<S: Scalar>(
    _ request: BatchRequest, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    switch request {
    case .training: training.write(inputs: &inputs, targets: &targets)
    case .validation, .probe: validation.write(inputs: &inputs, targets: &targets)
    }
  }
}
