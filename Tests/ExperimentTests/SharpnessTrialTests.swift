import Experiment
import Testing

@Suite struct SharpnessTrialTests {
  @Test(arguments: ["rnn", "lstm"], ["float32", "float64"])
  func `a trial records the sharpness of its loss beside its limit, the same again`(
    _ cell: String, _ precision: String
  ) throws {
    let text = """
      task: {name: lag-echo, batch: 8, validation_samples: 16, length: 12}
      model: {cell: \(cell), width: 6}
      training:
        {optimizer: sgd, learning_rate: 0.25, steps: 4, precision: \(precision), checkpoints: {count: 3}}
      observe: {sharpness: {batches: 2, products: 300, probes: 4}}
      """
    let found = try courses(text)
    #expect(found["sharpness_limit"] == [[8], [8], [8]])
    let (values, residuals) = (found["sharpness"] ?? [], found["sharpness_residual"] ?? [])
    #expect(values.count == 3 && values.allSatisfy { $0[0].isFinite && $0[0] > 0 })
    #expect(zip(values, residuals).allSatisfy { $1[0] <= 1e-6 * $0[0] })
    #expect(found["hessian_trace_standard_error"]?.allSatisfy { $0[0] > 0 } == true)
    #expect(try courses(text) == found)
  }

  @Test func `the sharpness does not depend on the rate, of which its limit is made`() throws {
    func last(rate: Double) throws -> [String: [Double]] {
      try recorded(
        """
        task: {name: two-moons, samples: 40, validation_samples: 20}
        model: {cell: feed_forward, widths: [8], activation: tanh}
        training: {optimizer: sgd, learning_rate: \(rate), steps: 0, precision: float64}
        observe: {sharpness: {}}
        """)
    }
    let found = try last(rate: 0.5)
    #expect(found["sharpness_limit"] == [4] && found["sharpness"]?[0].isFinite == true)
    #expect(try last(rate: 2)["sharpness"] == found["sharpness"])
  }

  @Test func `a loss of second derivatives has a sharpness too`() throws {
    let found = try recorded(
      """
      task: {name: poisson}
      model: {cell: feed_forward, widths: [6], activation: tanh}
      training: {steps: 0}
      observe: {sharpness: {probes: 100}}
      """)
    #expect(found["sharpness"]?[0].isFinite == true && found["hessian_trace"]?[0].isFinite == true)
  }

  @Test func `where no parameter moves there is neither sharpness nor limit`() throws {
    let found = try recorded(
      """
      task: {name: two-moons, samples: 40, validation_samples: 20}
      model: {cell: feed_forward, widths: [8], activation: tanh}
      training:
        {steps: 0, learning_rates: {input: 0, recurrent: 0, bias: 0, readout: 0, activation: 0}}
      observe: {sharpness: {}}
      """)
    #expect(found["sharpness"]?[0].isNaN == true && found["hessian_trace"]?[0].isNaN == true)
    #expect(found["sharpness_limit"]?[0].isNaN == true)
  }

  @Test func `in a phase the limit is that of the phase's rate`() throws {
    let found = try courses(
      """
      task: {name: two-moons, samples: 40, validation_samples: 20}
      model: {cell: feed_forward, widths: [8], activation: tanh}
      training:
        optimizer: sgd
        learning_rate: 0.5
        steps: 2
        phases: [{steps: 2, learning_rate: 0.25, train: [readout]}]
        checkpoints: {count: 3, spacing: linear}
      observe: {sharpness: {}}
      """)
    // The phase ends with a checkpoint of its own.
    #expect(found["sharpness_limit"] == [[8], [8], [4], [4]])
    #expect(found["sharpness"]?.allSatisfy { $0[0].isFinite } == true)
  }
}
