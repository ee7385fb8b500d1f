import Foundation
package import LinearAlgebra
import RandomStreams
import Schema

/// The copy problem: remember some symbols, and repeat them on a cue after a delay.
///
/// As Arjovsky, Shah & Bengio 2016 (arXiv:1511.06464, section 5.1) state it: `payload` symbols drawn uniformly from
/// `symbols`, delay − 1 blanks, the cue, `payload` blanks; the target is blank for delay + payload steps, then the
/// payload. Inputs are one-hot over the symbols, the blank and the cue; targets over the symbols and the blank.
package struct CopyTask: GeneratedTask {
  package let name = "copy"
  package let delay: Int
  package let symbols: Int
  package let payload: Int
  package let batchSize: Int
  package let validationBatches: Int
  package let scoredSteps: Range<Int>
  let seed: UInt64

  package var inputSize: Int { symbols + 2 }
  package var outputSize: Int { symbols + 1 }
  package var length: Int { delay + 2 * payload }
  package var loss: LossKind { .crossEntropy }
  package var measuresAccuracy: Bool { true }

  private var blank: Int { symbols }
  private var cue: Int { symbols + 1 }
  /// The first step at which the payload is due.
  private var recallStart: Int { delay + payload }

  static let description = TaskDescription(
    variant: Variant(
      "copy", "repeat symbols after a delay",
      [
        .integer("delay", 100, in: 1...1_000_000, "steps from the payload's end to its recall"),
        .integer("symbols", 8, in: 1...10_000, "symbols that the payload is drawn from"),
        .integer("payload", 10, in: 1...100_000, "symbols to remember"),
        Entry(
          "scored", .value(.word("all", "recall"), default: .text("all")),
          "steps that count: all, or those of the recall only"),
        .batch(64), .generatedValidation,
      ]),
    make: { (settings, seed) throws(TaskError) in try CopyTask(settings, seed: seed) })

  init(_ settings: Settings, seed: UInt64) throws(TaskError) {
    delay = settings.integer("delay")
    symbols = settings.integer("symbols")
    payload = settings.integer("payload")
    batchSize = settings.integer("batch")
    self.seed = seed
    validationBatches = try fullBatches(
      settings.integer("validation_samples"), of: batchSize, setting: "validation_samples")
    let length = delay + 2 * payload
    scoredSteps = (settings.text("scored") == "all" ? 0 : delay + payload)..<length
  }

  /// The loss, in nats a scored step, of a net that knows when to recall but remembers nothing.
  package var memorylessLoss: Double {
    Double(payload) * log(Double(symbols)) / Double(scoredSteps.count)
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  package func fill<S: Scalar>(
    _ request: BatchRequest, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    generate(request, inputs: &inputs, targets: &targets)
  }

  func drawInputs<S: Scalar>(
    _ inputs: inout MutableSpan<S>, in slot: SequenceSlot, from stream: inout RandomStream
  ) {
    for step in 0..<slot.steps {
      let symbol =
        step < payload ? stream.integer(below: symbols) : step == recallStart - 1 ? cue : blank
      inputs.writeOneHot(symbol, row: slot.row(step), width: inputSize)
    }
  }

  func drawTargets<S: Scalar>(
    _ targets: inout MutableSpan<S>, of truth: Void, after inputs: borrowing MutableSpan<S>,
    in slot: SequenceSlot, from stream: inout RandomStream
  ) {
    for step in scoredSteps {
      let symbol =
        step < recallStart
        ? blank : inputs.oneHotSymbol(row: slot.row(step - recallStart), width: inputSize)
      targets.writeOneHot(symbol, row: slot.row(step - scoredSteps.lowerBound), width: outputSize)
    }
  }
}
