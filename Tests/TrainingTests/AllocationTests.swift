import Foundation
import TestSupport
import Testing

/// The program beside this test's bundle, which has malloc counted.
private var trainingAllocations: String {
  let bundle = Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }
  let folder = (bundle ?? URL(fileURLWithPath: CommandLine.arguments[0]))
    .deletingLastPathComponent()
  return folder.appendingPathComponent("TrainingAllocations").path
}

@Test(arguments: [
  "{cell: rnn, width: 64}",
  "{cell: rnn, width: 160, modules: 4, modularity: 0.5}",
  "{cell: rnn, width: 64, modules: 4, modularity: 1}",
  "{cell: rnn, width: 64, activation: {family: gamma, adapt: shared}}",
  "{cell: feed_forward, widths: [64, 300]}",
])
func `a hundred training steps allocate nothing`(_ model: String) throws {
  for optimizer in ["adam", "momentum"] {
    let noise = optimizer == "adam" ? 0 : 0.01
    let sweep = """
      task: {name: copy, batch: 32}
      model: \(model)
      training: {optimizer: \(optimizer), clip: 1, weight_noise: \(noise)}
      """
    let outcome = try run(trainingAllocations, ["requests", sweep])
    #expect(outcome.output == "0 counted\n", "\(outcome.errors)")
  }
}

@Test func `learning rates by group allocate nothing either`() throws {
  let sweep = """
    task: {name: copy, batch: 32}
    model: {cell: rnn, width: 64, activation: {family: gamma, adapt: shared}}
    training: {clip: 1, schedule: cosine, learning_rates: {activation: 1e-2, recurrent: 0}}
    """
  let outcome = try run(trainingAllocations, ["requests", sweep])
  #expect(outcome.output == "0 counted\n", "\(outcome.errors)")
}

@Test(arguments: [
  ("{cell: rnn, width: 256}", "float32", "{}"),
  ("{cell: rnn, width: 256, layers: 3}", "float32", "{}"),
  ("{cell: rate, width: 256}", "float64", "{}"),
  ("{cell: lstm, width: 128}", "float32", "{}"),
  ("{cell: gru, width: 128, layers: 2}", "float32", "{}"),
  ("{cell: rnn, width: 400}", "float32", "{lyapunov: {steps: 10, warmup: 0}}"),
  (
    "{cell: rnn, width: 128}", "float32",
    "{under_change: {changes: [{delay: 90}], adapt: {steps: 1, groups: [recurrent]}}}"
  ),
])
func `a trial takes as much memory as it says`(
  _ model: String, _ precision: String, _ observe: String
) throws {
  let sweep = """
    task: {name: copy, delay: 100, batch: 64, validation_samples: 64}
    model: \(model)
    training: {steps: 1, precision: \(precision), checkpoints: {count: 2}}
    observe: \(observe)
    """
  let outcome = try run(trainingAllocations, ["peak", sweep])
  let numbers = outcome.output.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
  try #require(numbers.count == 2, "\(outcome.errors)")
  // What is reckoned with holds roughly.
  #expect(abs(numbers[0] / numbers[1] - 1) < 0.3, "\(numbers)")
}
