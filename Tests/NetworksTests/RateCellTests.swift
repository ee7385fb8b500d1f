import Foundation
import Layers
import LinearAlgebra
import Networks
import Plans
import Programs
import Schema
import TestSupport
import Testing

@Suite struct RateCellTests {
  /// x' = (1 − δ) x + δ (J tanh x + U u + b), and its tangents (1 − δ) + δ J diag(1 − tanh² x).
  @Test(arguments: [0.1, 1])
  func `a step and its tangent map are the textbook's`(_ step: Double) throws {
    let n = 4
    let network = try NetworkCatalogue.make(
      settings: NetworkCatalogue.section.settings([
        "cell": "rate", "width": .value(.integer(n)), "time_step": .value(.real(step)),
        "initial": ["bias": ["scheme": "interval", "low": 0.1, "high": 0.3]],
      ]), inputSize: 1, outputSize: 1)
    let cell = try #require(network.cell)
    #expect(cell.timeStep == step)
    let program = Program()
    let parameters = network.layout.values(in: program)
    let (state, input) = (program.input(1, n), program.input(1, 1))
    let frame = program.input(n, n)
    let next = cell.step(states: [state], input: input, parameters: parameters)
    let pushed = frame.pushedForward(next, from: [state], tangentsPerRow: n)
    let values: [Double] = network.layout.initialValues(seed: 3)
    let plan = Plan(
      outputs: [pushed.values[0], pushed.tangents],
      bindings: network.layout.bindings(of: parameters, to: Storage(values)))
    let x = [0.3, -1.2, 0.8, 2.1]
    plan.storage(of: state).elements = x
    plan.storage(of: input)[0] = 0.7
    plan.storage(of: frame).elements = Matrix<Double>.identity(n).elements
    plan.run()

    let j = try #require(network.recurrentMatrix(of: values))
    let u = network.layout.matrix("weight_ih_l0", in: values)
    let b = network.layout.matrix("bias_ih_l0", in: values).elements
    #expect(b.allSatisfy { (0.1...0.3).contains($0) } && Set(b).count == n)
    for i in 0..<n {
      let current = (0..<n).reduce(0.7 * u[i, 0] + b[i]) { $0 + j[i, $1] * tanh(x[$1]) }
      let expected = (1 - step) * x[i] + step * current
      // Rounding.
      #expect(abs(plan.storage(of: pushed.values[0])[i] - expected) < 1e-14)
      for k in 0..<n {
        let slope = 1 - tanh(x[k]) * tanh(x[k])
        let tangent = (i == k ? 1 - step : 0) + step * j[i, k] * slope
        #expect(abs(plan.storage(of: pushed.tangents)[k * n + i] - tangent) < 1e-14)
      }
    }
  }

  @Test func `a stack keeps the time step of its layers`() throws {
    let network = try NetworkCatalogue.make(
      settings: NetworkCatalogue.section.settings([
        "cell": "rate", "width": 4, "layers": 2, "time_step": 0.1,
      ]), inputSize: 1, outputSize: 1)
    #expect(network.cell?.timeStep == 0.1)
  }
}
