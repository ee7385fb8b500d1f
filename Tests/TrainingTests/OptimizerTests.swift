import LinearAlgebra
import Plans
import Schema
import TestSupport
import Testing
import Training

/// Parameters on their way, in one precision: the fixture's, repeated so that they fill the machine's vectors and leave
/// some over.
private struct Descent<S: Scalar> {
  private let update: ParameterUpdate<S>
  private let gradient = Storage<S>(count: repeated(Fixture.start).count)
  private let learningRate: Double
  let parameters = Storage<S>(repeated(Fixture.start).map { S($0) })
  let state: Storage<S>
  private(set) var done: Int

  /// - Parameter other: What it goes on from, if not from the start.
  init(_ optimizer: Optimizer, learningRate: Double, from other: Descent? = nil) {
    state = Storage(count: optimizer.stateCount * parameters.count)
    if let other {
      parameters.elements = other.parameters.elements
      state.elements = other.state.elements
    }
    done = other?.done ?? 0
    self.learningRate = learningRate
    update = ParameterUpdate(
      optimizer,
      ParameterUpdate.Place(
        0..<parameters.count, of: parameters, gradient: gradient, state: state, at: 0))
  }

  mutating func advance() {
    done += 1
    let now = parameters.elements.map { Double($0) }
    let size = Fixture.start.count
    gradient.elements = stride(from: 0, to: now.count, by: size).flatMap { first in
      Fixture.gradient(Array(now[first..<first + size]), done).map { S($0) }
    }
    update.apply(learningRate: learningRate, update: done)
  }
}

private func repeated(_ numbers: [Double]) -> [Double] { (0..<30).flatMap { _ in numbers } }

private func make(
  _ name: String, _ settings: [String: Double] = [:], weightDecay: Double = 0
) throws -> Optimizer {
  let variant = try #require(OptimizerCatalogue.all.variants.first { $0.name == name })
  var decoded = Settings(
    defaultsOf: variant.entries, with: settings.mapValues { .real($0) })
  decoded.values[OptimizerCatalogue.all.key] = .text(name)
  return OptimizerCatalogue.make(decoded, weightDecay: weightDecay)
}

@Test func `every optimiser has a trajectory of PyTorch's to match`() throws {
  let covered = Set(try Fixture.load().optimizers.map(\.name))
  #expect(covered == Set(OptimizerCatalogue.all.names))
}

@Test(arguments: 0..<7)
func `a trajectory is PyTorch's to rounding`(_ index: Int) throws {
  let expected = try Fixture.load().optimizers[index]
  let optimizer = try make(
    expected.name, expected.settings, weightDecay: expected.weightDecay)
  var double = Descent<Double>(optimizer, learningRate: expected.learningRate)
  var float = Descent<Float>(optimizer, learningRate: expected.learningRate)
  var differences = (double: 0.0, float: 0.0)
  for parameters in expected.parameters {
    double.advance()
    float.advance()
    let expected = repeated(parameters)
    differences.double = max(
      differences.double, largestDifference(double.parameters.elements, expected))
    differences.float = max(
      differences.float, largestDifference(float.parameters.elements, expected))
  }
  // A few roundings an update, which these contracting updates do not amplify.
  #expect(differences.double < 1e-15)
  #expect(differences.float < 1e-4)
}

@Test(arguments: OptimizerCatalogue.all.names)
func `parameters and state are all that an update depends on`(_ name: String) throws {
  let optimizer = try make(name, weightDecay: 0.01)
  var calm = Descent<Float>(optimizer, learningRate: 0.01)
  for _ in 0..<10 { calm.advance() }
  var resumed = Descent<Float>(
    try make(name, weightDecay: 0.01), learningRate: 0.01, from: calm)
  for _ in 0..<10 {
    calm.advance()
    resumed.advance()
  }
  #expect(resumed.parameters.elements == calm.parameters.elements)
  #expect(calm.parameters.elements != repeated(Fixture.start).map(Float.init))
}

@Test func `defaults are PyTorch's`() throws {
  func defaults(_ name: String) throws -> [String: SettingValue] {
    let variant = try #require(OptimizerCatalogue.all.variants.first { $0.name == name })
    return Settings(defaultsOf: variant.entries).values
  }
  let moments: [String: SettingValue] = [
    "beta1": .real(0.9), "beta2": .real(0.999), "epsilon": .real(1e-8),
  ]
  #expect(try defaults("sgd") == [:])
  #expect(try defaults("rmsprop") == ["smoothing": .real(0.99), "epsilon": .real(1e-8)])
  #expect(try defaults("adam") == moments)
  #expect(try defaults("adamw") == moments)
}

@Test func `a gradient that is not finite shows in the parameters`() throws {
  for name in OptimizerCatalogue.all.names {
    let optimizer = try make(name)
    let parameters = Storage<Float>([1, 2])
    let update = ParameterUpdate(
      optimizer,
      ParameterUpdate.Place(
        0..<2, of: parameters, gradient: Storage([.nan, 1]),
        state: Storage(count: 2 * optimizer.stateCount), at: 0))
    update.apply(learningRate: 0.1, update: 1)
    #expect(parameters[0].isNaN && parameters[1].isFinite)
  }
}
