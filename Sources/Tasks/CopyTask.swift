import Foundation
import LinearAlgebra
import RandomStreams
import Schema

/// The copy problem: remember some symbols, and repeat them on a cue after a delay.
///
/// The inputs are those of Arjovsky, Shah & Bengio 2016 (arXiv:1511.06464, section 5.1): `payload` symbols drawn
/// uniformly from `symbols`, delay − 1 blanks, the cue, `payload` blanks. The target is blank for delay + payload
/// steps, then the payload. Inputs are one-hot over the symbols, the blank and the cue; targets over the symbols and
/// the blank.
///
/// The denoising task differs in that the payload is scattered: its symbols stand, in their order, at random among all
/// steps before the cue (Jing et al. 2019; arXiv:2006.09471).
struct CopyTask: GeneratedTask {
  let name: String
  let delay: Int
  let symbols: Int
  let payload: Int
  let batchSize: Int
  let validationBatches: Int
  let scoredSteps: Range<Int>
  private let isScattered: Bool
  let seed: UInt64

  var inputSize: Int { symbols + 2 }
  var outputSize: Int { symbols + 1 }
  var length: Int { delay + 2 * payload }
  var loss: LossKind { .crossEntropy }
  var measuresAccuracy: Bool { true }

  private var blank: Int { symbols }
  private var cue: Int { symbols + 1 }
  /// The first step at which the payload is due.
  private var recallStart: Int { delay + payload }

  static let description = description(
    "copy", "repeat symbols after a delay", "steps from the payload's end to its recall",
    isScattered: false)
  static let denoise = description(
    "denoise", "repeat symbols that come in order among blanks", "blanks before the recall",
    isScattered: true)

  private static func description(
    _ name: String, _ summary: String, _ delay: String, isScattered: Bool
  ) -> TaskDescription {
    TaskDescription(
      variant: Variant(
        name, summary,
        [
          .integer("delay", 100, in: 1...1_000_000, delay),
          .integer("symbols", 8, in: 1...10_000, "symbols that the payload is drawn from"),
          .integer("payload", 10, in: 1...100_000, "symbols to remember"),
          Entry(
            "scored", .value(.word("all", "recall"), default: .text("all")),
            "steps that count: all, or those of the recall only"),
          .batch(64), .generatedValidation,
        ]),
      make: { (settings, seed) throws(TaskError) in
        try CopyTask(name, settings, isScattered: isScattered, seed: seed)
      })
  }

  init(
    _ name: String, _ settings: Settings, isScattered: Bool, seed: UInt64
  ) throws(TaskError) {
    (self.name, self.isScattered) = (name, isScattered)
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
  var memorylessLoss: Double {
    Double(payload) * log(Double(symbols)) / Double(scoredSteps.count)
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
    var left = payload
    for step in 0..<slot.steps {
      let ahead = recallStart - 1 - step
      // In a scattered payload each step has its share of the symbols left, which makes all choices of places equally
      // likely.
      let isSymbol =
        isScattered && left > 0 && ahead > 0 ? stream.integer(below: ahead) < left : left > 0
      if isSymbol { left -= 1 }
      let symbol = isSymbol ? stream.integer(below: symbols) : ahead == 0 ? cue : blank
      inputs.writeOneHot(symbol, row: slot.row(step), width: inputSize)
    }
  }

  func drawTargets<S: Scalar>(
    _ targets: inout MutableSpan<S>, of truth: Void, after inputs: borrowing MutableSpan<S>,
    in slot: SequenceSlot, from stream: inout RandomStream
  ) {
    var source = -1
    for step in scoredSteps {
      if step >= recallStart {
        repeat { source += 1 } while symbol(of: inputs, in: slot, at: source) == blank
      }
      let symbol = step < recallStart ? blank : symbol(of: inputs, in: slot, at: source)
      targets.writeOneHot(symbol, row: slot.row(step - scoredSteps.lowerBound), width: outputSize)
    }
  }

  private func symbol<S: Scalar>(
    of inputs: borrowing MutableSpan<S>, in slot: SequenceSlot, at step: Int
  ) -> Int {
    inputs.oneHotSymbol(row: slot.row(step), width: inputSize)
  }
}
