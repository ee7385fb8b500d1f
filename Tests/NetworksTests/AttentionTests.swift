import LinearAlgebra
import Networks
import Programs
import Schema
import Testing

/// Recurrent nets that attend to their past, by PyTorch's autograd in float64: see Fixtures/attention.py.
@Suite struct AttentionTests {
  static let fixtures = Result { try GradientFixture.read("attention") }

  // The tolerances: rounding, with a margin. In single precision two states of nearly equal weight could change
  // places; in these they are far enough apart.
  private func check<S: Scalar>(_: S.Type, within tolerance: Double) throws {
    let fixtures = try Self.fixtures.get()
    #expect(fixtures.count == 12)
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

  @Test func `losses and gradients with attention are PyTorch's, in Double`() throws {
    try check(Double.self, within: 1e-10)
  }

  @Test func `losses and gradients with attention are PyTorch's, in Float`() throws {
    try check(Float.self, within: 1e-4)
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
}
