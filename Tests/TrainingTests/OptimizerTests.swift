import LinearAlgebra
import Schema
import TestSupport
import Testing
import Training

/// Parameters on their way, in one precision.
private struct Descent<S: Scalar> {
  let optimizer: Optimizer
  let learningRate: Double
  var parameters: [S] = Fixture.start.map { S($0) }
  var state: [S]
  var done = 0

  init(_ optimizer: Optimizer, learningRate: Double) {
    self.optimizer = optimizer
    self.learningRate = learningRate
    state = .init(repeating: 0, count: optimizer.stateCount * Fixture.start.count)
  }

  mutating func advance() {
    done += 1
    let gradient = Fixture.gradient(parameters.map { Double($0) }, done).map { S($0) }
    // Locals, since two spans of one struct's arrays would be overlapping accesses to it.
    var (moved, remembered) = (parameters, state)
    var movedSpan = moved.mutableSpan
    var rememberedSpan = remembered.mutableSpan
    optimizer.update(
      &movedSpan, gradient: gradient.span, state: &rememberedSpan, learningRate: learningRate,
      update: done)
    (parameters, state) = (moved, remembered)
  }
}

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
    differences.double = max(differences.double, largestDifference(double.parameters, parameters))
    differences.float = max(differences.float, largestDifference(float.parameters, parameters))
  }
  // A few roundings an update, which these contracting updates do not amplify.
  #expect(differences.double < 1e-12)
  #expect(differences.float < 1e-4)
}

@Test(arguments: OptimizerCatalogue.all.names)
func `parameters and state are all that an update depends on`(_ name: String) throws {
  let optimizer = try make(name, weightDecay: 0.01)
  var calm = Descent<Float>(optimizer, learningRate: 0.01)
  for _ in 0..<10 { calm.advance() }
  var resumed = Descent<Float>(try make(name, weightDecay: 0.01), learningRate: 0.01)
  (resumed.parameters, resumed.state, resumed.done) = (calm.parameters, calm.state, calm.done)
  for _ in 0..<10 {
    calm.advance()
    resumed.advance()
  }
  #expect(resumed.parameters == calm.parameters)
  #expect(calm.parameters != Fixture.start.map(Float.init))
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
    var parameters: [Float] = [1, 2]
    var state = [Float](repeating: 0, count: 2 * optimizer.stateCount)
    var parameterSpan = parameters.mutableSpan
    var stateSpan = state.mutableSpan
    optimizer.update(
      &parameterSpan, gradient: [Float.nan, 1].span, state: &stateSpan, learningRate: 0.1,
      update: 1)
    #expect(parameters[0].isNaN && parameters[1].isFinite)
  }
}
