import Layers
import LinearAlgebra
import Networks
import Plans
import Programs
import RealModule
import Schema
import TestSupport
import Testing

/// A net of tanh units with the first layer asked for, with its initial values.
private func net(
  _ first: Written, inputs: Int = 1, widths: Written = [40, 40]
) throws -> (any Network, [Double]) {
  let network = try NetworkCatalogue.make(
    settings: NetworkCatalogue.section.settings([
      "cell": "feed_forward", "widths": widths, "activation": ["family": "tanh"],
      "initial": ["first": first, "hidden": ["scheme": "glorot_normal"]],
    ]), inputSize: inputs, outputSize: 1)
  return (network, network.layout.initialValues(seed: 3))
}

/// The first layer's activity at points, a row each.
private func firstLayer(
  _ first: Written, at points: [Double], inputs: Int = 1
) throws -> Matrix<Double> {
  let (network, values) = try net(first, inputs: inputs)
  let program = Program()
  let parameters = network.layout.values(in: program)
  let count = points.count / inputs
  let x = program.input(count, inputs)
  let found = network.forward(
    in: program, parameters: parameters, inputs: x, length: 1, batch: count, scored: 0..<1)
  let plan = Plan<Double>(
    outputs: [found.layers[0].value],
    bindings: network.layout.bindings(of: parameters, to: Storage(values)))
  plan.storage(of: x).elements = points
  plan.run()
  return Matrix(
    rows: count, columns: 40, elements: plan.storage(of: found.layers[0].value).elements)
}

@Suite struct FirstLayerTests {
  @Test
  func `units of uniform density change sign at evenly spaced places, with the slope asked for`()
    throws
  {
    let (network, values) = try net(["scheme": "udi", "slope": 25.0])
    let weight = network.layout.matrix("layers.0.weight", in: values).elements
    let bias = network.layout.matrix("layers.0.bias", in: values).elements
    #expect(weight.allSatisfy { abs($0) == 25 })
    #expect(weight.count { $0 > 0 } == 20)
    let centers = zip(weight, bias).map { -$1 / $0 }
    for (unit, center) in centers.enumerated() {
      #expect(abs(center - (-1 + (2 * Double(unit) + 1) / 40)) < 1e-15)
    }
    // The other layers are as without it.
    let (_, plain) = try net(["scheme": "hidden"])
    let second = network.layout["layers.1.weight"]?.range ?? 0..<0
    #expect(!second.isEmpty && values[second] == plain[second])
  }

  @Test func `in more dimensions their directions have length γ and point everywhere`() throws {
    let (network, values) = try net(["scheme": "udi", "slope": 4.0], inputs: 3)
    let weight = network.layout.matrix("layers.0.weight", in: values)
    for row in 0..<40 {
      let square = weight[row: row].reduce(0) { $0 + $1 * $1 }
      #expect(abs(square - 16) < 1e-12)
    }
    for column in 0..<3 {
      let mean = (0..<40).reduce(0) { $0 + weight[$1, column] } / 40
      // Deviation of an element 4/√3: four standard errors.
      #expect(abs(mean) < 4 * 4 / (3.0 * 40).squareRoot())
    }
    let bias = network.layout.matrix("layers.0.bias", in: values).elements
    // Places within the ball of radius √3.
    let largest = bias.map(abs).max() ?? 0
    #expect(largest < 4 * 3.0.squareRoot() && largest > 3.8 * 3.0.squareRoot())
  }

  @Test func `bumps are a partition of unity away from the ends`() throws {
    let points = (0..<101).map { -0.95 + 1.9 * Double($0) / 100 }
    let bumps = try firstLayer(["scheme": "pou"], at: points)
    for row in 0..<101 {
      #expect(abs(bumps[row: row].reduce(0, +) - 1) < 1e-12)  // rounding of cosines
      #expect(bumps[row: row].count { $0 > 0 } <= 2)
    }
    let centers = (0..<40).map { -1 + (2 * Double($0) + 1) / 40 }
    let peaks = try firstLayer(["scheme": "pou"], at: centers)
    #expect((0..<40).allSatisfy { abs(peaks[$0, $0] - 1) < 1e-12 })
  }

  @Test func `rows of several scales are another rule's times 1, 2, 4, 8`() throws {
    let (network, values) = try net(["scheme": "msc", "scales": 4])
    let (_, plain) = try net(["scheme": "hidden"])
    let range = network.layout["layers.0.weight"]?.range ?? 0..<0
    for (unit, place) in range.enumerated() {
      #expect(values[place] == plain[place] * [1, 2, 4, 8][unit / 10])
    }
  }

  @Test func `Fourier units are cosines of random frequencies and phases`() throws {
    let points = [-1.0, -0.3, 0, 0.4, 1]
    let found = try firstLayer(["scheme": "fourier", "frequency": 6.0], at: points)
    let (network, values) = try net(["scheme": "fourier", "frequency": 6.0])
    let weight = network.layout.matrix("layers.0.weight", in: values).elements
    let bias = network.layout.matrix("layers.0.bias", in: values).elements
    for (row, x) in points.enumerated() {
      for unit in 0..<40 {
        #expect(abs(found[row, unit] - Double.cos(weight[unit] * x + bias[unit])) < 1e-12)
      }
    }
    let deviation = (weight.reduce(0) { $0 + $1 * $1 } / 40).squareRoot()
    // Of 40 draws: four standard errors of 6/√80.
    #expect(abs(deviation - 6) < 2.7)
    #expect(bias.allSatisfy { abs($0) <= .pi } && (bias.map(abs).max() ?? 0) > 2)
  }

  @Test func `a net without biases has none`() throws {
    let network = try NetworkCatalogue.make(
      settings: NetworkCatalogue.section.settings([
        "cell": "feed_forward", "widths": [6], "activation": ["family": "identity"], "bias": false,
      ]), inputSize: 4, outputSize: 2)
    #expect(network.layout.all.map(\.name) == ["layers.0.weight", "readout.weight"])
    let values: [Double] = network.layout.initialValues(seed: 1)
    let program = Program()
    let parameters = network.layout.values(in: program)
    let x = program.input(1, 4)
    let found = network.forward(
      in: program, parameters: parameters, inputs: x, length: 1, batch: 1, scored: 0..<1)
    let plan = Plan<Double>(
      outputs: [found.outputs],
      bindings: network.layout.bindings(of: parameters, to: Storage(values)))
    plan.storage(of: x).elements = [1, -2, 3, 0.5]
    plan.run()
    let product =
      network.layout.matrix("readout.weight", in: values)
      * (network.layout.matrix("layers.0.weight", in: values) * [1, -2, 3, 0.5])
    #expect(
      zip(plan.storage(of: found.outputs).elements, product).allSatisfy { abs($0 - $1) < 1e-14 })
  }
}

@Test(arguments: ["udi", "pou", "fourier"])
func `a first layer that sets biases is refused in a net without them`(scheme: String) {
  #expect(throws: NetworkError.noBiases) {
    try NetworkCatalogue.make(
      settings: NetworkCatalogue.section.settings([
        "cell": "feed_forward", "bias": .value(.boolean(false)),
        "initial": ["first": ["scheme": .value(.text(scheme))]],
      ]), inputSize: 1, outputSize: 1)
  }
}
