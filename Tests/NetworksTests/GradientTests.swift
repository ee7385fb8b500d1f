import Testing

// The tolerances: rounding, with a margin.
@Suite struct GradientTests {
  @Test func `losses and gradients are PyTorch's, in Double`() throws {
    try checkGradients("gradients", count: 34, Double.self, within: 1e-10)
  }

  @Test func `losses and gradients are PyTorch's, in Float`() throws {
    try checkGradients("gradients", count: 34, Float.self, within: 1e-5)
  }
}
