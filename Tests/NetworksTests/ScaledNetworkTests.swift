import Layers
import TestSupport
@testable import LinearAlgebra
@testable import Networks
@testable import Plans
@testable import Programs
@testable import Schema
import Testing

@Suite struct ScaledNetworkTests {
  private func network(_ model: Written) throws -> any Network {
    try NetworkCatalogue.make(
      settings: NetworkCatalogue.section.settings(model), inputSize: 3, outputSize: 2)
  }

  /// Outputs of four sequences of one step, or of `length`, with parameters moved off their start by `shift`.
  private func outputs(
    _ network: any Network, shift: Double, length: Int = 1
  ) -> (values: [Double], gradient: [Double]) {
    let layout = network.layout
    var numbers: [Double] = layout.initialValues(seed: 3)
    for index in 0..<layout.trainedCount { numbers[index] += shift * Double(index % 7 - 3) }
    let program = Program()
    let values = layout.values(in: program)
    let inputs = program.input(length * 4, 3)
    let answers = network.forward(
      in: program, parameters: values, inputs: inputs, length: length, batch: 4, scored: 0..<length)
    let derivatives = answers.outputs.sum().gradients(
      withRespectTo: layout.trainedValues(values))
    let gradient = Storage<Double>(count: layout.trainedCount)
    let plan = Plan<Double>(
      outputs: [answers.outputs] + derivatives,
      bindings: layout.bindings(of: values, to: Storage(numbers))
        + layout.bindings(ofTrained: derivatives, to: gradient))
    plan.storage(of: inputs).elements = (0..<length * 12).map { Double($0 % 5) / 4 - 0.5 }
    plan.run()
    return (plan.storage(of: answers.outputs).elements, gradient.elements)
  }

  static let cells: [Written] = [
    ["cell": "feed_forward", "widths": [6, 5], "activation": ["family": "tanh"]],
    ["cell": "rnn", "width": 5, "modules": 5, "modularity": 0.4], ["cell": "gru", "width": 4],
  ]

  private func scaled(_ model: Written, _ output: Written) -> Written {
    guard case .mapping(let mapping) = model else { return model }
    return .mapping(mapping.merging(["output": output]) { $1 })
  }

  @Test(arguments: cells)
  func `outputs and gradients are the net's times the scale, from the start or not`(
    _ model: Written
  ) throws {
    let length = "\(model)".contains("feed_forward") ? 1 : 3
    let plain = try network(model)
    let large = try network(scaled(model, ["scale": 8]))
    let fromStart = try network(scaled(model, ["scale": 8, "from_start": true]))
    #expect(large.layout.count == plain.layout.count)
    #expect(fromStart.layout.trainedCount == plain.layout.trainedCount)
    let (start, moved) = (
      outputs(plain, shift: 0, length: length), outputs(plain, shift: 0.1, length: length)
    )
    let found = outputs(large, shift: 0.1, length: length)
    let difference = outputs(fromStart, shift: 0.1, length: length)
    // A power of two changes no digit.
    #expect(found.values == moved.values.map { 8 * $0 })
    #expect(difference.values == zip(moved.values, start.values).map { 8 * ($0 - $1) })
    #expect(outputs(fromStart, shift: 0, length: length).values.allSatisfy { $0 == 0 })
    for gradient in [found.gradient, difference.gradient] {
      #expect(zip(gradient, moved.gradient).allSatisfy { abs($0 - 8 * $1) < 1e-12 })
    }
  }

  @Test func `a net without a word of its outputs is the net itself`() throws {
    let network = try network(Self.cells[0])
    #expect(network is FullyConnectedNetwork)
  }

  @Test func `a shifted net counts from a start that is not shifted`() throws {
    let network = try network(scaled(Self.cells[2], ["scale": 2, "from_start": true]))
    let shifted = try #require(network.shifted)
    #expect(shifted.inputSize == 3 + 4 && shifted.layout.count == network.layout.count)
  }
}
