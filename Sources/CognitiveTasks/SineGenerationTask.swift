import Foundation
package import LinearAlgebra
package import RandomStreams
import Schema
package import Tasks

/// Sines whose frequencies constant inputs tell.
///
/// Each channel has a frequency ν, uniform over a range; its input is 10ν at every step, its target sin(2πνt) at step t.
package struct SineGenerationTask: GeneratedTask {
  private let channels: Int
  private let lowest: Double
  private let highest: Double
  package let length: Int
  package let batchSize: Int
  package let validationBatches: Int
  package let seed: UInt64

  package var name: String { "sine-generation" }
  package var inputSize: Int { channels }
  package var outputSize: Int { channels }
  package var scoredSteps: Range<Int> { 0..<length }
  package var loss: LossKind { .meanSquaredError }
  package var measuresAccuracy: Bool { false }

  static let description = TaskDescription(
    variant: Variant(
      "sine-generation", "give out sines of the frequencies that constant inputs tell",
      [
        .integer("channels", 1, in: 1...1000, "inputs, each with an output: the difficulty"),
        .real("lowest", 0.02, in: .unit, "lowest frequency, periods a step"),
        .real("highest", 0.1, in: .unit, "highest frequency, not below the lowest"),
        .integer("length", 50, in: 1...1_000_000, "steps of a sequence"),
        .batch(32), .generatedValidation, .sequenceKey,
      ]),
    make: { (settings, seed) throws(TaskError) in try SineGenerationTask(settings, seed: seed) })

  private init(_ settings: Settings, seed: UInt64) throws(TaskError) {
    self.seed = settings.sequenceSeed(own: seed)
    channels = settings.integer("channels")
    lowest = settings.real("lowest")
    highest = settings.real("highest")
    length = settings.integer("length")
    batchSize = settings.integer("batch")
    guard lowest <= highest else {
      throw .unsuitable(
        setting: "highest", found: "\(highest)", expected: "at least \(lowest), the lowest")
    }
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

  /// - Returns: The frequency of each channel.
  package func drawInputs<S: Scalar>(
    _ inputs: inout MutableSpan<S>, in slot: SequenceSlot, from stream: inout RandomStream
  ) -> [Double] {
    let frequencies = (0..<channels).map { _ in lowest + (highest - lowest) * stream.uniform() }
    for step in 0..<slot.steps {
      for (channel, frequency) in frequencies.enumerated() {
        inputs[slot.row(step) * channels + channel] = S(10 * frequency)
      }
    }
    return frequencies
  }

  package func drawTargets<S: Scalar>(
    _ targets: inout MutableSpan<S>, of truth: [Double], after inputs: borrowing MutableSpan<S>,
    in slot: SequenceSlot, from stream: inout RandomStream
  ) {
    for step in 0..<length {
      for (channel, frequency) in truth.enumerated() {
        targets[slot.row(step) * channels + channel] = S(sin(2 * .pi * frequency * Double(step)))
      }
    }
  }
}
