import Layers
import LinearAlgebra
@testable import Networks
import Plans
import Programs
import Schema
import TestSupport
import Testing

/// A cell of two states of different sizes: a leaky unit that is observed, and the sum of its inputs.
struct LeakySumCell: Cell {
  let inputSize = 2
  let stateSizes = [1, 2]
  let observedState = 1
  let multiplyAdds = 2
  let parameters = [
    Parameter(
      "leak", WeightGeometry(Shape(1, 2)), group: .recurrent,
      initialization: ConstantInitialization(0.5))
  ]

  func initialStates(in program: Program, batch: Int, parameters: ParameterValues) -> [Value] {
    [program.constant(3, batch, 1), program.constant(1, batch, 2)]
  }

  func step(states: [Value], input: Value, parameters: ParameterValues) -> [Value] {
    [states[0] + input.rowSums(), states[1] * parameters["leak"] + input]
  }
}

@Suite struct NetworkTests {
  @Test func `a cell with several states and a start of its own is a net`() {
    let network = RecurrentNetwork(
      cell: LeakySumCell(), outputSize: 1, readout: ConstantInitialization(1),
      bias: ConstantInitialization(0.25))
    let program = Program()
    let parameters = network.layout.values(in: program)
    let inputs = program.input(3, 2)
    let found = network.forward(
      in: program, parameters: parameters, inputs: inputs, length: 3, batch: 1, scored: 1..<3)
    let plan = Plan<Double>(
      outputs: [found.outputs, found.representation],
      bindings: network.layout.bindings(
        of: parameters, to: Storage(network.layout.initialValues(seed: 0))))
    plan.storage(of: inputs).elements = [1, 2, 3, 4, 5, 6]
    plan.run()
    #expect(
      plan.storage(of: found.representation).elements == [1.5, 2.5, 3.75, 5.25, 6.875, 8.625])
    #expect(plan.storage(of: found.outputs).elements == [9.25, 15.75])
    #expect(network.hiddenLayers == found.layers.map(\.layer) && network.representationSize == 2)
    #expect(network.recurrentMatrix(of: [0.5, 0.5, 1, 1, 0.25]) == nil)
  }

  @Test func `a feed-forward net maps each scored step by itself`() throws {
    let network = try NetworkCatalogue.make(
      settings: NetworkCatalogue.section.settings([
        "cell": "feed_forward", "widths": [3, 4], "activation": ["family": "tanh"],
      ]), inputSize: 2, outputSize: 2)
    let program = Program()
    let parameters = network.layout.values(in: program)
    let inputs = program.input(3 * 2, 2)
    let some = network.forward(
      in: program, parameters: parameters, inputs: inputs, length: 3, batch: 2, scored: 1..<3)
    let one = network.forward(
      in: program, parameters: parameters, inputs: inputs.rows(2..<4), length: 1, batch: 2,
      scored: 0..<1)
    let plan = Plan<Double>(
      outputs: [some.outputs, one.outputs, some.representation],
      bindings: network.layout.bindings(
        of: parameters, to: Storage(network.layout.initialValues(seed: 1))))
    plan.storage(of: inputs).elements = (0..<12).map { Double($0) / 12 }
    plan.run()
    let outputs = plan.storage(of: some.outputs).elements
    #expect(outputs.count == 8 && Set(outputs).count == 8)
    // Products of other sizes may add up in another order.
    #expect(
      zip(outputs, plan.storage(of: one.outputs).elements).allSatisfy { abs($0 - $1) < 1e-15 })
    #expect(
      network.hiddenLayers.map(\.width) == [3, 4] && some.representation.shape == Shape(4, 4))
    #expect(network.cell == nil)
  }

  @Test func `defaults make a net of every kind`() throws {
    for description in NetworkCatalogue.all.all {
      let settings = NetworkCatalogue.section.settings([
        "cell": .value(.text(description.variant.name))
      ])
      try NetworkCatalogue.check(settings)
      let network = try NetworkCatalogue.make(settings: settings, inputSize: 3, outputSize: 2)
      #expect(network.inputSize == 3 && network.outputSize == 2)
      #expect(network.representationSize == (description.variant.name == "modular" ? 48 : 64))
    }
  }

  @Test func `no hidden layers are refused`() {
    let settings = NetworkCatalogue.section.settings(["cell": "feed_forward", "widths": []])
    #expect(throws: NetworkError.noHiddenLayers) { try NetworkCatalogue.check(settings) }
  }

  @Test func `a recurrent net's products are counted, blocks alone where only they are there`()
    throws
  {
    func flops(_ modularity: Double, length: Int = 10, scored: Int = 1) throws -> Double {
      try NetworkCatalogue.make(
        settings: NetworkCatalogue.section.settings([
          "width": 64, "modules": 4, "modularity": .value(.real(modularity)),
        ]), inputSize: 28, outputSize: 10
      ).forwardFlops(length: length, batch: 32, scored: scored)
    }
    let whole = try flops(0)
    let blocksSave = try flops(0.5) - flops(1)
    #expect(blocksSave == Double(2 * 32 * 10 * (64 * 64 - 64 * 16)))
    let twoScoredMore = try flops(0, scored: 3) - whole
    #expect(twoScoredMore == Double(2 * 32 * 2 * 64 * 10))
    let step = try flops(0, length: 11) - whole
    let products = Double(2 * 32 * (64 * 64 + 64 * 28))
    #expect(step >= products && step < 1.5 * products)
  }
}
