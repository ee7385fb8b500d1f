package import LinearAlgebra
package import RandomStreams
import Schema
package import Tasks

/// The flip-flop of several bits: each output holds the last pulse of its input (Sussillo and Barak 2013).
///
/// Each input is +1 or −1 with the probability of a pulse, else 0; on the first step every input has a pulse. The target
/// of an output is the last pulse of its input, at every step. More bits need more fixed points, two for each.
package struct FlipFlopTask: GeneratedTask {
  private let bits: Int
  private let probability: Double
  package let length: Int
  package let batchSize: Int
  package let validationBatches: Int
  package let seed: UInt64

  package var name: String { "flip-flop" }
  package var inputSize: Int { bits }
  package var outputSize: Int { bits }
  package var scoredSteps: Range<Int> { 0..<length }
  package var loss: LossKind { .meanSquaredError }
  package var measuresAccuracy: Bool { false }

  static let description = TaskDescription(
    variant: Variant(
      "flip-flop", "hold the last pulse, +1 or −1, of each of some inputs",
      [
        .integer("bits", 3, in: 1...1000, "inputs, each with an output: the difficulty"),
        .real("pulse_probability", 0.1, in: .unit, "of a pulse, for each input and step"),
        .integer("length", 50, in: 1...1_000_000, "steps of a sequence"),
        .batch(32), .generatedValidation, .sequenceKey,
      ]),
    make: { (settings, seed) throws(TaskError) in try FlipFlopTask(settings, seed: seed) })

  private init(_ settings: Settings, seed: UInt64) throws(TaskError) {
    self.seed = settings.sequenceSeed(own: seed)
    bits = settings.integer("bits")
    probability = settings.real("pulse_probability")
    length = settings.integer("length")
    batchSize = settings.integer("batch")
    validationBatches = try fullBatches(
      settings.integer("validation_samples"), of: batchSize, setting: "validation_samples")
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  package func fill<S: Scalar>(
    _ request: BatchRequest, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    generate(request, inputs: &inputs, targets: &targets)
  }

  package func probePiece(of steps: Int) -> Int { max(steps, 1) }

  package func drawInputs<S: Scalar>(
    _ inputs: inout MutableSpan<S>, in slot: SequenceSlot, from stream: inout RandomStream
  ) {
    for step in 0..<slot.steps {
      for bit in 0..<bits {
        let isPulse = step == 0 || stream.uniform() < probability
        let pulse: S = isPulse ? (stream.integer(below: 2) == 0 ? -1 : 1) : 0
        inputs[slot.row(step) * bits + bit] = pulse
      }
    }
  }

  package func drawTargets<S: Scalar>(
    _ targets: inout MutableSpan<S>, of truth: Void, after inputs: borrowing MutableSpan<S>,
    in slot: SequenceSlot, from stream: inout RandomStream
  ) {
    for step in 0..<length {
      for bit in 0..<bits {
        let place = slot.row(step) * bits + bit
        let pulse = inputs[place]
        targets[place] = pulse == 0 ? targets[slot.row(step - 1) * bits + bit] : pulse
      }
    }
  }
}
