import Layers
import LinearAlgebra
import Networks
import Plans
import Programs
import RandomStreams
import Schema
import TestSupport
import Testing

/// Recurrent nets that attend to their past, by PyTorch's autograd in float64: see Fixtures/attention.py.
@Suite struct AttentionTests {
  // The tolerances: rounding, with a margin. In single precision two states of nearly equal weight could change
  // places; in these they are far enough apart.

  @Test func `losses and gradients with attention are PyTorch's, in Double`() throws {
    try checkGradients("attention", count: 12, Double.self, within: 1e-10)
  }

  @Test func `losses and gradients with attention are PyTorch's, in Float`() throws {
    try checkGradients("attention", count: 12, Float.self, within: 1e-4)
  }

  @Test func `a net with attention has no cell whose states tell all, one without it has`() throws {
    func network(_ memory: String, layers: Int = 1) throws -> any Network {
      try NetworkCatalogue.make(
        settings: NetworkCatalogue.section.settings([
          "cell": "rnn", "width": 4, "layers": .value(.integer(layers)),
          "attention": ["memory": .value(.text(memory))],
        ]), inputSize: 2, outputSize: 1)
    }
    #expect(try network("none").selfContainedCell != nil)
    #expect(try network("full").selfContainedCell == nil)
    #expect(try network("screened", layers: 2).selfContainedCell == nil)
  }

  @Test(arguments: ["none", "full", "screened"])
  func `what is added to a linear net's states is what its inputs could have brought`(
    _ memory: String
  ) throws {
    let network = try NetworkCatalogue.make(
      settings: NetworkCatalogue.section.settings([
        "cell": "rnn", "width": 3, "activation": ["family": "identity"],
        "attention": ["memory": .value(.text(memory))],
      ]), inputSize: 3, outputSize: 2)
    let shifted = try #require(network.shifted)
    #expect(shifted.inputSize == 6)
    let (length, batch) = (7, 2)
    var random = RandomStream(seed: 3, purpose: "shifts")
    func normal(_ count: Int) -> [Double] { (0..<count).map { _ in 0.5 * random.normal() } }
    var values: [Double] = network.layout.initialValues(seed: 1)
    let place = try #require(network.layout["weight_ih_l0"]).range
    values.replaceSubrange(place, with: [1, 0, 0, 0, 1, 0, 0, 0, 1])
    func outputs(_ network: any Network, _ inputs: [Double]) -> [Double] {
      let program = Program()
      let parameters = network.layout.values(in: program)
      let drive = program.input(length * batch, network.inputSize)
      let found = network.forward(
        in: program, parameters: parameters, inputs: drive, length: length, batch: batch,
        scored: 0..<length
      ).outputs
      let plan = Plan(
        outputs: [found], bindings: network.layout.bindings(of: parameters, to: Storage(values)))
      plan.storage(of: drive).elements = inputs
      plan.run()
      return plan.storage(of: found).elements
    }
    let (own, shift) = (normal(length * batch * 3), normal(length * batch * 3))
    let both = (0..<length * batch).flatMap { row -> [Double] in
      let columns = 3 * row..<3 * row + 3
      return Array(own[columns]) + Array(shift[columns])
    }
    let expected = outputs(network, zip(own, shift).map { $0 + $1 })
    let found = outputs(shifted, both)
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-13 })  // rounding
  }
}
