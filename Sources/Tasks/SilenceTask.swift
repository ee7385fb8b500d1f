import LinearAlgebra
import RandomStreams
import Schema

/// A task without input and with nothing to learn, for the dynamics of an undriven net.
///
/// The one input is zero throughout, and so is the target at the last step, so that the loss is the mean square of
/// the net's output.
struct SilenceTask: GeneratedTask {
  let name = "silence"
  let length: Int
  let batchSize: Int
  let validationBatches = 1
  let seed: UInt64

  var inputSize: Int { 1 }
  var outputSize: Int { 1 }
  var scoredSteps: Range<Int> { length - 1..<length }
  var loss: LossKind { .meanSquaredError }
  var measuresAccuracy: Bool { false }

  static let description = TaskDescription(
    variant: Variant(
      "silence", "no input: the net's own dynamics",
      [.integer("length", 1, in: 1...1_000_000, "steps of a sequence"), .batch(1)]),
    make: { (settings, seed) throws(TaskError) in SilenceTask(settings, seed: seed) })

  init(_ settings: Settings, seed: UInt64) {
    length = settings.integer("length")
    batchSize = settings.integer("batch")
    self.seed = seed
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
    for step in 0..<slot.steps { inputs[slot.row(step)] = 0 }
  }

  func drawTargets<S: Scalar>(
    _ targets: inout MutableSpan<S>, of truth: Void, after inputs: borrowing MutableSpan<S>,
    in slot: SequenceSlot, from stream: inout RandomStream
  ) {
    targets[slot.row(0)] = 0
  }
}
