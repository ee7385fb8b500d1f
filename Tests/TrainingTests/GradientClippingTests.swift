import Testing
import Training

@Test func `clipped descent is PyTorch's to rounding`() throws {
  let expected = try Fixture.load().clipped
  var parameters = Fixture.start
  var difference = 0.0
  for (index, wanted) in expected.parameters.enumerated() {
    var gradient = Fixture.gradient(parameters, index + 1)
    var span = gradient.mutableSpan
    clipByGlobalNorm(&span, limit: expected.limit)
    for i in parameters.indices { parameters[i] -= expected.learningRate * gradient[i] }
    difference = max(difference, largestDifference(parameters, wanted))
  }
  #expect(difference < 1e-12)  // rounding
}

@Test func `a gradient below the limit is left as it is`() {
  let start = (0..<37).map { Float($0) / 100 }
  var gradient = start
  var span = gradient.mutableSpan
  let norm = clipByGlobalNorm(&span, limit: 2)
  #expect(gradient == start)
  // Σ k² for k below 37 is 36·37·73/6; each term is rounded to Float.
  #expect(abs(norm - 16206.0.squareRoot() / 100) < 1e-7)
}

@Test func `a float gradient whose squares overflow is clipped all the same`() {
  var gradient: [Float] = [3e30, 4e30]
  var span = gradient.mutableSpan
  let norm = clipByGlobalNorm(&span, limit: 1)
  #expect(abs(norm / 5e30 - 1) < 1e-6)  // rounding to Float
  #expect(abs(gradient[0] - 0.6) < 1e-6 && abs(gradient[1] - 0.8) < 1e-6)
}

@Test(arguments: [Double.nan, .infinity])
func `a gradient that is not finite stays so`(_ value: Double) {
  var gradient = [1, value, 2]
  var span = gradient.mutableSpan
  let norm = clipByGlobalNorm(&span, limit: 1)
  #expect(!norm.isFinite)
  #expect(!gradient.allSatisfy { $0.isFinite })
}
