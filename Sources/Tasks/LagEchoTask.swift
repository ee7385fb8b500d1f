import Foundation
import LinearAlgebra
import RandomStreams
import Schema

/// A language task with a known least loss: a symbol repeats, with some probability, the one `lag` steps before.
///
/// x_t = x_{t−ℓ} with probability q, otherwise uniform over K symbols; the first ℓ are uniform. Inputs
/// are x_t and targets x_{t+1}, one-hot, at the steps t ≥ ℓ (t counted from 0).
struct LagEchoTask: GeneratedTask {
  let name = "lag-echo"
  let symbols: Int
  let lag: Int
  let echoProbability: Double
  let length: Int
  let batchSize: Int
  let validationBatches: Int
  let seed: UInt64

  var inputSize: Int { symbols }
  var outputSize: Int { symbols }
  var scoredSteps: Range<Int> { lag..<length }
  var loss: LossKind { .crossEntropy }
  var measuresAccuracy: Bool { true }

  static let description = TaskDescription(
    variant: Variant(
      "lag-echo", "predict a symbol that mostly repeats an earlier one",
      [
        .integer("symbols", 8, in: 2...10_000, "symbols, K"),
        .integer("lag", 8, in: 1...1_000_000, "steps back to the symbol repeated, ℓ"),
        .real("echo_probability", 0.8, in: .unit, "probability of a repeat, q"),
        .integer("length", 60, in: 2...1_000_000, "steps of a sequence; more than lag"),
        .batch(32), .generatedValidation,
      ]),
    make: { (settings, seed) throws(TaskError) in try LagEchoTask(settings, seed: seed) })

  init(_ settings: Settings, seed: UInt64) throws(TaskError) {
    symbols = settings.integer("symbols")
    lag = settings.integer("lag")
    echoProbability = settings.real("echo_probability")
    length = settings.integer("length")
    batchSize = settings.integer("batch")
    self.seed = seed
    guard length > lag else {
      throw .unsuitable(
        setting: "length", found: "\(length)", expected: "more than the lag of \(lag)")
    }
    validationBatches = try fullBatches(
      settings.integer("validation_samples"), of: batchSize, setting: "validation_samples")
  }

  /// The least loss that any predictor can reach, in nats a scored step: the entropy of the next symbol.
  var lossFloor: Double {
    let other = (1 - echoProbability) / Double(symbols)
    let echo = echoProbability + other
    return -echo * log(echo) - (other > 0 ? Double(symbols - 1) * other * log(other) : 0)
  }

  /// The loss of a net that remembers nothing, in nats a scored step.
  var memorylessLoss: Double { log(Double(symbols)) }

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
    for step in 0..<slot.steps {
      let symbol = nextSymbol(at: step, inputs: inputs, in: slot, from: &stream)
      inputs.writeOneHot(symbol, row: slot.row(step), width: symbols)
    }
  }

  func drawTargets<S: Scalar>(
    _ targets: inout MutableSpan<S>, of truth: Void, after inputs: borrowing MutableSpan<S>,
    in slot: SequenceSlot, from stream: inout RandomStream
  ) {
    for step in scoredSteps {
      let symbol =
        step + 1 < length
        ? inputs.oneHotSymbol(row: slot.row(step + 1), width: symbols)
        : nextSymbol(at: length, inputs: inputs, in: slot, from: &stream)
      targets.writeOneHot(symbol, row: slot.row(step - lag), width: symbols)
    }
  }

  private func nextSymbol<S: Scalar>(
    at step: Int, inputs: borrowing MutableSpan<S>, in slot: SequenceSlot,
    from stream: inout RandomStream
  ) -> Int {
    guard step >= lag, stream.uniform() < echoProbability else {
      return stream.integer(below: symbols)
    }
    return inputs.oneHotSymbol(row: slot.row(step - lag), width: symbols)
  }
}
