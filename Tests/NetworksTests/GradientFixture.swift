import Foundation
import Layers
import LinearAlgebra
import Networks
import Plans
import Programs
import TestSupport
import Testing

/// A net's losses and gradients by PyTorch's autograd in float64: see Fixtures/gradients.py.
struct GradientFixture: Decodable, Sendable, CustomTestStringConvertible {
  let model: Written
  let loss: String
  let steps: Int
  let batch: Int
  let scored: [Int]
  let inputs: [Double]
  let targets: [Double]
  let parameters: [String: [Double]]
  let outputs: [Double]
  let value: Double
  let gradients: [String: [Double]]

  var testDescription: String { "\(model), \(loss)" }

  static func read(_ name: String) throws -> [GradientFixture] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/\(name).json")
    return try JSONDecoder().decode([GradientFixture].self, from: Data(contentsOf: file))
  }

  func network() throws -> any Network {
    try NetworkCatalogue.make(
      settings: NetworkCatalogue.section.settings(model),
      inputSize: inputs.count / (steps * batch),
      outputSize: targets.count / ((scored[1] - scored[0]) * batch))
  }
}

/// A fixture's net computed here.
struct ComputedGradients {
  let outputs: [Double]
  let value: Double
  let gradients: [String: [Double]]

  init<S: Scalar>(_ fixture: GradientFixture, _: S.Type) throws {
    let network = try fixture.network()
    let (layout, program) = (network.layout, Program())
    let parameters = layout.values(in: program)
    let inputs = program.input(fixture.steps * fixture.batch, network.inputSize)
    let found = network.forward(
      in: program, parameters: parameters, inputs: inputs, length: fixture.steps,
      batch: fixture.batch, scored: fixture.scored[0]..<fixture.scored[1])
    let targets = program.input(found.outputs.rows, network.outputSize)
    let loss =
      fixture.loss == "mse"
      ? (found.outputs - targets).square().mean()
      : (found.outputs.logSumExp() - (found.outputs * targets).rowSums()).mean()
    let derivatives = loss.gradients(withRespectTo: layout.trainedValues(parameters))

    let storage = Storage<S>(
      layout.all.flatMap { fixture.parameters[$0.name, default: []].map { S($0) } })
    let gradient = Storage<S>(count: layout.trainedCount)
    let plan = Plan(
      outputs: [loss, found.outputs] + derivatives,
      bindings: layout.bindings(of: parameters, to: storage)
        + layout.bindings(ofTrained: derivatives, to: gradient))
    plan.storage(of: inputs).elements = fixture.inputs.map { S($0) }
    plan.storage(of: targets).elements = fixture.targets.map { S($0) }
    plan.run()

    outputs = plan.storage(of: found.outputs).elements.map { Double($0) }
    value = Double(plan.storage(of: loss)[0])
    let flat = gradient.elements.map { Double($0) }
    gradients = Dictionary(
      uniqueKeysWithValues: layout.trained.map { ($0.name, Array(flat[$0.range])) })
  }
}

/// ‖found − expected‖ / ‖expected‖.
func relativeError(_ found: [Double], _ expected: [Double]) -> Double {
  guard found.count == expected.count else { return .infinity }
  let error = zip(found, expected).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  return (error / expected.reduce(0) { $0 + $1 * $1 }).squareRoot()
}

/// Holds every net of a file of fixtures against PyTorch's outputs, loss and gradients.
///
/// - Parameters:
///   - count: How many fixtures the file has.
///   - tolerance: Of norms of differences, relative.
func checkGradients<S: Scalar>(
  _ name: String, count: Int, _: S.Type, within tolerance: Double
) throws {
  let fixtures = try GradientFixture.read(name)
  #expect(fixtures.count == count)
  for fixture in fixtures {
    let found = try ComputedGradients(fixture, S.self)
    #expect(relativeError(found.outputs, fixture.outputs) < tolerance, "\(fixture.model)")
    #expect(relativeError([found.value], [fixture.value]) < tolerance, "\(fixture.model)")
    #expect(Set(found.gradients.keys) == Set(fixture.gradients.keys), "\(fixture.model)")
    for (name, expected) in fixture.gradients {
      let error = relativeError(found.gradients[name, default: []], expected)
      #expect(error < tolerance, "\(name) of \(fixture.model)")
    }
  }
}
