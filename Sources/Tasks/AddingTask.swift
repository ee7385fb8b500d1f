import LinearAlgebra
import RandomStreams
import Schema

/// The adding problem: the sum of the two marked numbers of a sequence.
///
/// Input 0 is uniform in [0, 1); input 1 is 1 at two steps, one uniform in each half of the sequence,
/// else 0. The target, at the last step, is the sum of the two numbers so marked (Hochreiter &
/// Schmidhuber 1997, in the form of Arjovsky, Shah & Bengio 2016, arXiv:1511.06464, section 5.2).
struct AddingTask: GeneratedTask {
  let name = "adding"
  let length: Int
  let batchSize: Int
  let validationBatches: Int
  let seed: UInt64

  var inputSize: Int { 2 }
  var outputSize: Int { 1 }
  var scoredSteps: Range<Int> { length - 1..<length }
  var loss: LossKind { .meanSquaredError }
  var measuresAccuracy: Bool { false }
  /// The loss of always answering 1: the variance of the sum of two uniform numbers.
  var memorylessLoss: Double { 1.0 / 6 }

  static let description = TaskDescription(
    variant: Variant(
      "adding", "add the two marked numbers of a sequence",
      [
        .integer("length", 100, in: 2...1_000_000, "steps of a sequence"),
        .batch(64), .generatedValidation,
      ]),
    make: { (settings, seed) throws(TaskError) in try AddingTask(settings, seed: seed) })

  init(_ settings: Settings, seed: UInt64) throws(TaskError) {
    length = settings.integer("length")
    batchSize = settings.integer("batch")
    self.seed = seed
    validationBatches = try fullBatches(
      settings.integer("validation_samples"), of: batchSize, setting: "validation_samples")
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  func fill<S: Scalar>(
    _ request: BatchRequest, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    generate(request, inputs: &inputs, targets: &targets)
  }

  func drawInputs<S: Scalar>(
    _ inputs: inout MutableSpan<S>, in slot: SequenceSlot, from stream: inout RandomStream
  ) {
    let half = length / 2
    let first = stream.integer(below: half)
    let second = half + stream.integer(below: length - half)
    for step in 0..<slot.steps {
      let start = slot.row(step) * inputSize
      inputs[start] = S(stream.uniform())
      inputs[start + 1] = step == first || step == second ? 1 : 0
    }
  }

  func drawTargets<S: Scalar>(
    _ targets: inout MutableSpan<S>, of truth: Void, after inputs: borrowing MutableSpan<S>,
    in slot: SequenceSlot, from stream: inout RandomStream
  ) {
    var sum: S = 0
    for step in 0..<length {
      let start = slot.row(step) * inputSize
      sum += inputs[start] * inputs[start + 1]
    }
    targets[slot.row(0)] = sum
  }
}
