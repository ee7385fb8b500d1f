import LinearAlgebra
import RandomStreams
import Schema

/// Binary tasks with a horizon: repeat a bit after a delay, or say whether two bits of the past differ.
///
/// Inputs s_t are 0 or 1 with equal probability. The target of delayed-copy is s_{t−d}, at every step from d on; that
/// of delayed-xor is |s_{t−d} − s_{t−2d}|, from 2d on (Engelken 2023, arXiv:2312.17306).
struct DelayedBitsTask: GeneratedTask {
  let name: String
  let delay: Int
  let length: Int
  let batchSize: Int
  let validationBatches: Int
  private let isExclusiveOr: Bool
  let seed: UInt64

  var inputSize: Int { 1 }
  var outputSize: Int { 1 }
  var scoredSteps: Range<Int> { (isExclusiveOr ? 2 : 1) * delay..<length }
  var loss: LossKind { .logistic }
  var measuresAccuracy: Bool { true }

  static let copy = description(
    "delayed-copy", "say the bit of some steps ago, at every step", isExclusiveOr: false)
  static let exclusiveOr = description(
    "delayed-xor", "say whether the bits of d and of 2 d steps ago differ, at every step",
    isExclusiveOr: true)

  private static func description(
    _ name: String, _ summary: String, isExclusiveOr: Bool
  ) -> TaskDescription {
    TaskDescription(
      variant: Variant(
        name, summary,
        [
          .integer("delay", 10, in: 0...1_000_000, "steps back to the bit, d"),
          .integer(
            "length", 100, in: 1...1_000_000,
            "steps of a sequence; more than \(isExclusiveOr ? "twice the" : "the") delay"),
          .batch(16), .generatedValidation,
        ]),
      make: { (settings, seed) throws(TaskError) in
        try DelayedBitsTask(name, settings, isExclusiveOr: isExclusiveOr, seed: seed)
      })
  }

  init(
    _ name: String, _ settings: Settings, isExclusiveOr: Bool, seed: UInt64
  ) throws(TaskError) {
    self.name = name
    self.isExclusiveOr = isExclusiveOr
    self.seed = seed
    delay = settings.integer("delay")
    length = settings.integer("length")
    batchSize = settings.integer("batch")
    let horizon = (isExclusiveOr ? 2 : 1) * delay
    guard length > horizon else {
      throw .unsuitable(
        setting: "length", found: "\(length)",
        expected: "more than \(horizon): the first steps have no bit to go by")
    }
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

  func probePiece(of steps: Int) -> Int { max(steps, 1) }

  func drawInputs<S: Scalar>(
    _ inputs: inout MutableSpan<S>, in slot: SequenceSlot, from stream: inout RandomStream
  ) {
    for step in 0..<slot.steps { inputs[slot.row(step)] = S(stream.integer(below: 2)) }
  }

  func drawTargets<S: Scalar>(
    _ targets: inout MutableSpan<S>, of truth: Void, after inputs: borrowing MutableSpan<S>,
    in slot: SequenceSlot, from stream: inout RandomStream
  ) {
    for step in scoredSteps {
      let bit = inputs[slot.row(step - delay)]
      let target = isExclusiveOr ? abs(bit - inputs[slot.row(step - 2 * delay)]) : bit
      targets[slot.row(step - scoredSteps.lowerBound)] = target
    }
  }
}
