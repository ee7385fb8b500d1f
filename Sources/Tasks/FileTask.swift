import DataSets
import LinearAlgebra
import RandomStreams
import Schema

/// Sequences of a user's file, or single examples, which are those of one step.
///
/// Held out are the sequences that the file's `split` names, or the last ones. Where sequences are of unequal lengths,
/// or steps count unequally, a batch's loss is the weighted mean over its steps, as PyTorch's losses are with
/// `ignore_index`; the validation loss is that over all sequences held out.
struct FileTask: LearningTask {
  let name = "file"
  let batchSize: Int
  let outputSize: Int
  let loss: LossKind
  let validationBatches: Int
  private let sequences: SequenceSet
  /// The sequences trained on, and those held out.
  private let training: [Int]
  private let heldOut: [Int]
  private let order: EpochPermutation
  /// Nil where inputs stay as they are.
  private let scaling: FeatureScaling?
  /// Deviation of what is added to the inputs of training batches.
  private let noise: Double
  private let seed: UInt64
  /// By which the validation set's weights are multiplied, so that their mean is 1.
  private let validationFactor: Double

  var inputSize: Int { sequences.features }
  var length: Int { sequences.steps }
  /// Of unequal lengths, the last one may be any.
  var scoredSteps: Range<Int> {
    sequences.hasTargetEachStep || weighsSteps ? 0..<length : length - 1..<length
  }
  var weighsSteps: Bool { !sequences.isUniform }
  var measuresAccuracy: Bool {
    if case .classes = sequences.target { loss != .meanSquaredError } else { loss == .logistic }
  }
  var trainingBatchesPerEpoch: Int? { training.count / batchSize }
  var probeSequences: Int? { heldOut.count }
  var sharedBytes: Int { sequences.heldBytes }

  static let description = TaskDescription(
    variant: Variant(
      "file", "learn the sequences of a file: your own data, or a task that another program wrote",
      entries),
    make: { (settings, seed) throws(TaskError) in try FileTask(settings, seed: seed) })

  init(_ settings: Settings, seed: UInt64) throws(TaskError) {
    let sequences = try reading { () throws(DataSetError) in
      try SequenceSet.load(from: settings.text("path"))
    }
    self.sequences = sequences
    self.seed = seed
    batchSize = settings.integer("batch")
    noise = settings.real("noise")
    (loss, outputSize) = try Self.outputs(of: sequences, settings)
    (training, heldOut) = try Self.division(of: sequences, settings)
    validationBatches = heldOut.count / batchSize
    order = EpochPermutation(count: training.count, seed: seed)
    let validated = heldOut.prefix(validationBatches * batchSize)
    scaling =
      settings.text("normalize") == "standard"
      ? FeatureScaling.standard(sequences, over: training) : nil
    let steps = Double(
      validated.count * (sequences.hasTargetEachStep || !sequences.isUniform ? sequences.steps : 1))
    validationFactor = sequences.isUniform ? 1 : steps / sequences.weight(of: validated)
    guard sequences.isUniform || validationFactor.isFinite && sequences.weight(of: training) > 0
    else {
      throw .data(
        .malformed(
          path: sequences.path,
          found: "no step that counts in the sequences to train on, or in those held out",
          expected: "some in both"))
    }
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  func fill<S: Scalar>(
    _ request: BatchRequest, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    switch request {
    case .training(let step):
      for (column, member) in order.members(step: step, batch: batchSize).enumerated() {
        write(training[member], column, inputs: &inputs, targets: &targets)
      }
      if weighsSteps { balanceWeights(&targets) }
      if noise > 0 { disturb(&inputs, step: step) }
    case .validation(let index):
      for column in 0..<batchSize {
        let sequence = heldOut[index * batchSize + column]
        write(sequence, column, inputs: &inputs, targets: &targets)
      }
      if weighsSteps { multiplyWeights(&targets, by: validationFactor) }
    case .probe(let trajectories, let steps):
      for column in 0..<trajectories {
        writeProbe(column, of: trajectories, steps: steps, inputs: &inputs)
      }
    }
  }

  /// Held-out sequences one after the other; trajectory b sees number b, then b + trajectories, and so on, round again.
  private func writeProbe<S: Scalar>(
    _ column: Int, of trajectories: Int, steps: Int, inputs: inout MutableSpan<S>
  ) {
    var (step, number) = (0, column)
    while step < steps {
      let sequence = heldOut[number % heldOut.count]
      let taken = min(sequences.length(of: sequence), steps - step)
      writeInputs(
        of: sequence, steps: taken,
        in: SequenceSlot(column: column, batch: trajectories, firstStep: step, steps: taken),
        &inputs)
      step += taken
      number += trajectories
    }
  }

  private func disturb<S: Scalar>(_ inputs: inout MutableSpan<S>, step: Int) {
    var stream = RandomStream(seed: seed, purpose: "file task noise", index: step)
    for i in inputs.indices { inputs[i] += S(noise * stream.normal()) }
  }
}

// How a sequence is written into a batch.
extension FileTask {
  private func write<S: Scalar>(
    _ sequence: Int, _ column: Int, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    let slot = SequenceSlot(column: column, batch: batchSize, steps: length)
    let own = sequences.length(of: sequence)
    writeInputs(of: sequence, steps: own, in: slot, &inputs)
    for step in own..<length {
      let first = slot.row(step) * inputSize
      for i in first..<first + inputSize { inputs[i] = 0 }
    }
    writeTargets(of: sequence, in: slot, &targets)
  }

  private func writeInputs<S: Scalar>(
    of sequence: Int, steps: Int, in slot: SequenceSlot, _ inputs: inout MutableSpan<S>
  ) {
    let stride = slot.batch * inputSize
    let place = slot.row(0) * inputSize
    sequences.inputs.copy(
      from: sequence * length * inputSize, rows: steps, width: inputSize, to: &inputs, at: place,
      stride: stride)
    guard let scaling else { return }
    for feature in 0..<inputSize {
      let (factor, shift) = (S(scaling.factors[feature]), S(scaling.shifts[feature]))
      for step in 0..<steps {
        let i = place + step * stride + feature
        inputs[i] = factor * inputs[i] + shift
      }
    }
  }

  private func writeTargets<S: Scalar>(
    of sequence: Int, in slot: SequenceSlot, _ targets: inout MutableSpan<S>
  ) {
    let weights = weighsSteps ? sequences.weights(of: sequence) : nil
    switch sequences.target {
    case .numbers: writeNumbers(of: sequence, in: slot, &targets)
    case .classes: writeClasses(of: sequence, weights, in: slot, &targets)
    }
    guard let weights else { return }
    for (row, step) in scoredSteps.enumerated() {
      let first = slot.row(row) * targetSize
      targets[first + outputSize] = S(weights[step])
      // What does not count may be no number, and nought times that is none either.
      guard weights[step] == 0 else { continue }
      for i in first..<first + outputSize { targets[i] = 0 }
    }
  }

  /// Those of all steps, or the sequence's own at its last step.
  private func writeNumbers<S: Scalar>(
    of sequence: Int, in slot: SequenceSlot, _ targets: inout MutableSpan<S>
  ) {
    let rows = sequences.hasTargetEachStep ? length : 1
    let step = sequences.hasTargetEachStep ? 0 : sequences.length(of: sequence) - 1
    sequences.targets.copy(
      from: sequence * rows * outputSize, rows: rows, width: outputSize, to: &targets,
      at: slot.row(step - scoredSteps.lowerBound) * targetSize, stride: slot.batch * targetSize)
  }

  private func writeClasses<S: Scalar>(
    of sequence: Int, _ weights: [Double]?, in slot: SequenceSlot,
    _ targets: inout MutableSpan<S>
  ) {
    let classes = sequences.classes(of: sequence)
    for (row, step) in scoredSteps.enumerated() {
      let first = slot.row(row) * targetSize
      for i in first..<first + outputSize { targets[i] = 0 }
      guard weights?[step] != 0 else { continue }
      let number = Int(classes[classes.count == 1 ? 0 : step])
      if outputSize == 1 { targets[first] = S(number) } else { targets[first + number] = 1 }
    }
  }

  /// Makes the mean of a batch's weights 1; zeros stay zeros.
  private func balanceWeights<S: Scalar>(_ targets: inout MutableSpan<S>) {
    let rows = targets.count / targetSize
    var sum = 0.0
    for row in 0..<rows { sum += Double(targets[row * targetSize + outputSize]) }
    if sum > 0 { multiplyWeights(&targets, by: Double(rows) / sum) }
  }

  private func multiplyWeights<S: Scalar>(_ targets: inout MutableSpan<S>, by factor: Double) {
    for row in 0..<targets.count / targetSize {
      let place = row * targetSize + outputSize
      targets[place] = S(Double(targets[place]) * factor)
    }
  }
}
