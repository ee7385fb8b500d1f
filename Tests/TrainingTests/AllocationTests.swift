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
    let sweep = """
      task: {name: copy, batch: 32}
      model: \(model)
      training: {optimizer: \(optimizer), clip: 1}
      """
    let outcome = try run(trainingAllocations, [sweep])
    #expect(outcome.output == "0 counted\n", "\(outcome.errors)")
  }
}

@Test func `learning rates by group allocate nothing either`() throws {
  let sweep = """
    task: {name: copy, batch: 32}
    model: {cell: rnn, width: 64, activation: {family: gamma, adapt: shared}}
    training: {clip: 1, schedule: cosine, learning_rates: {activation: 1e-2, recurrent: 0}}
    """
  let outcome = try run(trainingAllocations, [sweep])
  #expect(outcome.output == "0 counted\n", "\(outcome.errors)")
}
