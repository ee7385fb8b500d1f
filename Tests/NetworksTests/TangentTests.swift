import Layers
import LinearAlgebra
import Networks
import Plans
import Programs
import RandomStreams
import Schema
import TestSupport
import Testing

@Suite struct TangentTests {
  @Test(arguments: [0, 0.5, 1])
  func `a tanh cell's tangent map is diag(1 − h²) W, whatever its modules`(q: Double) throws {
    let (width, batch) = (6, 2)
    let network = try NetworkCatalogue.make(
      settings: NetworkCatalogue.section.settings([
        "width": .value(.integer(width)), "modules": 3, "modularity": .value(.real(q)),
      ]), inputSize: 2, outputSize: 1)
    let cell = try #require(network.cell)
    let program = Program()
    let parameters = network.layout.values(in: program)
    let (state, input) = (program.input(batch, width), program.input(batch, 2))
    let frame = program.input(batch * width, width)
    let next = cell.step(states: [state], input: input, parameters: parameters)
    let pushed = program.pushForward(
      next, along: [(variable: state, tangent: frame)], tangentsPerRow: width)
    let values: [Double] = network.layout.initialValues(seed: 8)
    let plan = Plan(
      outputs: [pushed.values[0], pushed.tangents[0]],
      bindings: network.layout.bindings(of: parameters, to: Storage(values)))
    var random = RandomStream(seed: 8, purpose: "states")
    for value in [state, input] {
      plan.storage(of: value).elements = (0..<value.shape.count).map { _ in random.normal() }
    }
    let identity = Matrix<Double>.identity(width).elements
    plan.storage(of: frame).elements = identity + identity
    plan.run()

    let weight = try #require(network.recurrentMatrix(of: values))
    let expected = images(of: weight, after: plan.storage(of: pushed.values[0]).elements)
    let found = plan.storage(of: pushed.tangents[0]).elements
    // Rounding.
    #expect(areClose(found, expected, within: 1e-15))
  }

  /// Row j of a trajectory's frame: the image of the j-th unit vector, (1 − hᵢ²) Wᵢⱼ.
  private func images(of weight: Matrix<Double>, after states: [Double]) -> [Double] {
    let width = weight.rows
    return (0..<states.count / width).flatMap { trajectory in
      (0..<width * width).map { index in
        let (j, i) = (index / width, index % width)
        let h = states[trajectory * width + i]
        return (1 - h * h) * weight[i, j]
      }
    }
  }
}
