import Layers
import LinearAlgebra
import Networks
import Plans
import Programs
import RandomStreams
import Schema
import TestSupport
import Testing

/// Nets of attentive modules, by PyTorch's autograd in float64: see Fixtures/modules.py.
@Suite struct ModuleTests {
  // The tolerances: rounding, with a margin. In single precision two modules of nearly equal scores could change
  // places; in these they are far enough apart.

  @Test func `losses and gradients of modules are PyTorch's, in Double`() throws {
    try checkGradients("modules", count: 6, Double.self, within: 1e-10)
  }

  @Test func `losses and gradients of modules are PyTorch's, in Float`() throws {
    try checkGradients("modules", count: 6, Float.self, within: 1e-4)
  }

  @Test func `of equal scores the first modules act, and of unequal ones those with the least`()
    throws
  {
    let choice = try ModuleChoice(modules: 4, active: 2)
    let scores: [Double] = [0.5, 0.5, 0.5, 0.5, 0.9, 0.2, 0.9, 0.1, 0.3, 0.7, 0.3, 0.3]
    let program = Program()
    let input = program.input(3, 4)
    let mask = choice.mask(of: input)
    let plan = Plan<Double>(outputs: [mask], bindings: [])
    plan.storage(of: input).elements = scores
    plan.run()
    #expect(plan.storage(of: mask).elements == [1, 1, 0, 0, 0, 1, 0, 1, 1, 0, 1, 0])
  }

  @Test func `at each step two of six modules keep their states to the bit`() throws {
    let found = try states(["modules": [6], "active": [4]], width: 12, steps: 20)
    for (before, after) in zip(found, found.dropFirst()) {
      let kept = (0..<6).filter { before[2 * $0..<2 * $0 + 2] == after[2 * $0..<2 * $0 + 2] }
      #expect(kept.count == 2)
    }
  }

  /// The states of one sequence after each step, from states of zeros.
  private func states(_ model: [String: Written], width: Int, steps: Int) throws -> [[Double]] {
    let settings: [String: Written] = ["cell": "modular", "width": .value(.integer(width))]
    let network = try NetworkCatalogue.make(
      settings: NetworkCatalogue.section.settings(
        .mapping(settings.merging(model) { $1 })), inputSize: 2, outputSize: 1)
    let program = Program()
    let parameters = network.layout.values(in: program)
    let inputs = program.input(steps, 2)
    let found = network.forward(
      in: program, parameters: parameters, inputs: inputs, length: steps, batch: 1,
      scored: 0..<steps
    ).representation
    let values: [Double] = network.layout.initialValues(seed: 3)
    let plan = Plan(
      outputs: [found], bindings: network.layout.bindings(of: parameters, to: Storage(values)))
    var random = RandomStream(seed: 3, purpose: "inputs")
    plan.storage(of: inputs).elements = (0..<2 * steps).map { _ in random.normal() }
    plan.run()
    let flat = plan.storage(of: found).elements
    return (0..<steps).map { Array(flat[$0 * width..<($0 + 1) * width]) }
  }

  @Test func `a step's tangents are those of finite differences`() throws {
    let network = try NetworkCatalogue.make(
      settings: NetworkCatalogue.section.settings([
        "cell": "modular", "width": 6, "modules": [3, 2], "active": [2, 1],
      ]), inputSize: 2, outputSize: 1)
    let cell = try #require(network.selfContainedCell)
    let size = cell.stateSizes.reduce(0, +)
    let program = Program()
    let parameters = network.layout.values(in: program)
    let state = program.input(1, size)
    let input = program.input(1, 2)
    var first = 0
    let states = cell.stateSizes.map { columns in
      defer { first += columns }
      return state.columns(first..<first + columns)
    }
    let next = Value.joined(cell.step(states: states, input: input, parameters: parameters))
    let frame = program.input(size, size)
    let pushed = program.pushForward(
      [next], along: [(variable: state, tangent: frame)], tangentsPerRow: size)
    let values: [Double] = network.layout.initialValues(seed: 5)
    let plan = Plan(
      outputs: [pushed.values[0], pushed.tangents[0]],
      bindings: network.layout.bindings(of: parameters, to: Storage(values)))
    var random = RandomStream(seed: 5, purpose: "states")
    let start = (0..<size).map { _ in 0.5 * random.normal() }
    plan.storage(of: input).elements = [0.7, -1.1]
    plan.storage(of: frame).elements = Matrix<Double>.identity(size).elements
    func reached(_ from: [Double]) -> [Double] {
      plan.storage(of: state).elements = from
      plan.run()
      return plan.storage(of: pushed.values[0]).elements
    }
    let step = 1e-5
    let differences = (0..<size).flatMap { j -> [Double] in
      var (up, down) = (start, start)
      up[j] += step
      down[j] -= step
      return zip(reached(up), reached(down)).map { ($0 - $1) / (2 * step) }
    }
    _ = reached(start)
    let tangents = plan.storage(of: pushed.tangents[0]).elements
    // Rounding over the step, and its square.
    #expect(zip(tangents, differences).allSatisfy { abs($0 - $1) < 1e-9 })
  }

  @Test func `modules that do not fit are refused with what would`() {
    func failure(_ model: [String: Written]) -> NetworkError? {
      #expect(throws: NetworkError.self) { try self.states(model, width: 12, steps: 1) }
    }
    #expect(failure(["modules": [6], "active": [7]]) == .activeModules(active: 7, modules: 6))
    #expect(failure(["modules": [6, 3], "active": [2]]) == .moduleLists(modules: 2, active: 1))
    #expect(
      failure(["modules": [5], "active": [2]]) == .indivisibleWidth(width: 12, modules: 5))
  }
}
