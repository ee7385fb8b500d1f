import LinearAlgebra

/// A few labelled examples held in memory, of two classes: what is learnt as one batch.
struct ExampleSet: Hashable, Sendable {
  let inputSize: Int
  /// [count × inputSize].
  var inputs: [Float] = []
  /// 0 or 1 for each example.
  var labels: [Float] = []

  init(inputSize: Int) { self.inputSize = inputSize }

  var count: Int { labels.count }

  mutating func append(_ input: [Double], label: Bool) {
    precondition(input.count == inputSize, "\(input.count) features, not \(inputSize)")
    inputs += input.map { Float($0) }
    labels.append(label ? 1 : 0)
  }

  /// As many examples as there is room for, round again where these are fewer.
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

/// A task of two classes whose training set is one batch, and so is what is held out.
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

  /// `fill`, which every task repeats as its own method so that it can be specialised.
  func copy<S: Scalar>(
    _ request: BatchRequest, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    switch request {
    case .training: training.write(inputs: &inputs, targets: &targets)
    case .validation, .probe: validation.write(inputs: &inputs, targets: &targets)
    }
  }
}
