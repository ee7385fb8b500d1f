import Layers
import LinearAlgebra
import Networks
import Plans
import Programs
import RandomStreams
import Schema
import TestSupport
import Testing

/// LSTMs and GRUs by finite differences, and how they start.
@Suite struct GatedCellTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let cell: String
    let layers: Int
    var testDescription: String { "\(cell), \(layers) layers" }
  }

  static let cases = [
    Case(cell: "lstm", layers: 1), Case(cell: "lstm", layers: 2), Case(cell: "gru", layers: 1),
    Case(cell: "gru", layers: 2),
  ]
  private static let (width, inputs, batch) = (4, 3, 2)

  private static func network(_ cell: String, layers: Int, _ more: [String: Written] = [:]) throws
    -> any Network
  {
    let settings: [String: Written] = [
      "cell": .value(.text(cell)), "width": .value(.integer(width)),
      "layers": .value(.integer(layers)),
    ]
    return try NetworkCatalogue.make(
      settings: NetworkCatalogue.section.settings(
        .mapping(settings.merging(more) { $1 })), inputSize: inputs, outputSize: 2)
  }

  private func normal(_ count: Int, _ purpose: String) -> [Double] {
    var random = RandomStream(seed: 5, purpose: purpose)
    return (0..<count).map { _ in random.normal() }
  }

  @Test(arguments: cases)
  func `gradients are what differences of the loss say`(_ sample: Case) throws {
    let network = try Self.network(sample.cell, layers: sample.layers)
    let (layout, program, length) = (network.layout, Program(), 6)
    let parameters = layout.values(in: program)
    let inputs = program.input(length * Self.batch, Self.inputs)
    let found = network.forward(
      in: program, parameters: parameters, inputs: inputs, length: length, batch: Self.batch,
      scored: 2..<length)
    let loss = found.outputs.square().mean()
    let gradients = loss.gradients(withRespectTo: layout.trainedValues(parameters))
    let storage = Storage(normal(layout.count, "parameters"))
    let gradient = Storage<Double>(count: layout.trainedCount)
    let plan = Plan(
      outputs: [loss] + gradients,
      bindings: layout.bindings(of: parameters, to: storage)
        + layout.bindings(ofTrained: gradients, to: gradient))
    plan.storage(of: inputs).elements = normal(inputs.shape.count, "inputs")
    plan.run()
    let exact = gradient.elements
    let step = 1e-5
    func moved(_ index: Int, by: Double) -> Double {
      let value = storage[index]
      storage[index] = value + by
      defer { storage[index] = value }
      plan.run()
      return plan.storage(of: loss)[0]
    }
    for index in 0..<layout.trainedCount {
      let slope = (moved(index, by: step) - moved(index, by: -step)) / (2 * step)
      // The differences' error: step² times a third derivative, and rounding over the step.
      #expect(abs(slope - exact[index]) < 1e-7, "element \(index)")
    }
  }

  @Test(arguments: cases)
  func `the tangent map of the joint state is what differences of a step say`(
    _ sample: Case
  ) throws {
    let network = try Self.network(sample.cell, layers: sample.layers)
    let cell = try #require(network.cell)
    let size = cell.stateSizes.reduce(0, +)
    let program = Program()
    let parameters = network.layout.values(in: program)
    let states = cell.stateSizes.map { program.input(1, $0) }
    let frames = cell.stateSizes.map { program.input(size, $0) }
    let input = program.input(1, Self.inputs)
    let next = cell.step(states: states, input: input, parameters: parameters)
    let pushed = program.pushForward(
      next, along: zip(states, frames).map { (variable: $0, tangent: $1) }, tangentsPerRow: size)
    let joint = Value.joined(pushed.values)
    let images = Value.joined(pushed.tangents)
    let plan = Plan(
      outputs: [joint, images],
      bindings: network.layout.bindings(
        of: parameters, to: Storage(normal(network.layout.count, "parameters"))))
    plan.storage(of: input).elements = normal(Self.inputs, "input")
    let start = normal(size, "states")
    func run(from state: [Double]) -> [Double] {
      var first = 0
      for value in states {
        plan.storage(of: value).elements = Array(state[first..<first + value.columns])
        first += value.columns
      }
      plan.run()
      return plan.storage(of: joint).elements
    }
    var first = 0
    for frame in frames {
      let storage = plan.storage(of: frame)
      for column in 0..<frame.columns { storage[(first + column) * frame.columns + column] = 1 }
      first += frame.columns
    }
    _ = run(from: start)
    let exact = plan.storage(of: images).elements
    let step = 1e-5
    for j in 0..<size {
      var (up, down) = (start, start)
      up[j] += step
      down[j] -= step
      for (i, ends) in zip(run(from: up), run(from: down)).enumerated() {
        let slope = (ends.0 - ends.1) / (2 * step)
        // The differences' error, as above.
        #expect(abs(slope - exact[j * size + i]) < 1e-8, "∂\(i)/∂\(j)")
      }
    }
  }

  @Test func `with uniform, every weight of the recurrent layers is within p, and fills ±p`() throws
  {
    let network = try Self.network(
      "lstm", layers: 2, ["initial": ["uniform": 0.4], "bias": false])
    let values: [Double] = network.layout.initialValues(seed: 1)
    for name in ["weight_ih_l0", "weight_hh_l0", "weight_ih_l1", "weight_hh_l1"] {
      let weight = network.layout.matrix(name, in: values).elements
      #expect(weight.allSatisfy { abs($0) <= 0.4 } && weight.contains { abs($0) > 0.3 })
    }
    #expect(network.layout["bias_ih_l0"] == nil)
  }

  @Test func `each gate's recurrent weights are orthogonal, and only forget gates are shifted`()
    throws
  {
    let network = try Self.network("lstm", layers: 1, ["initial": ["forget_bias": 1.5]])
    let values: [Double] = network.layout.initialValues(seed: 2)
    let bias = network.layout.matrix("bias_ih_l0", in: values).elements
    #expect(bias == (0..<16).map { 4..<8 ~= $0 ? 1.5 : 0 })
    let weight = network.layout.matrix("weight_hh_l0", in: values)
    for gate in 0..<4 {
      let own = Matrix<Double>(
        rows: 4, columns: 4, elements: Array(weight.elements[16 * gate..<16 * (gate + 1)]))
      let product = own.transposed * own
      // Rounding.
      #expect(areClose(product.elements, Matrix<Double>.identity(4).elements, within: 1e-13))
    }
  }
}
