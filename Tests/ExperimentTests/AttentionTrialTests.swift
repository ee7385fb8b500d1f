import Experiment
import Testing

@Suite struct AttentionTrialTests {
  @Test func `derivatives by the states of a linear net shrink by its gain at every lag`() throws {
    let found = try courses(
      """
      task: {name: stimulus-blanks, stimulus: 9, blanks: 3, features: 3, batch: 8, validation_samples: 8}
      model: {cell: rnn, width: 6, activation: identity, initial: {recurrent: {scheme: orthogonal, gain: 0.5}}}
      training: {steps: 1, checkpoints: {count: 2}}
      observe: {gradient_norm_by_lag: {}}
      """)
    let norms = try #require(found["gradient_norm_by_lag"]?.first)
    #expect(norms.count == 12)
    for (lag, norm) in norms.enumerated() {
      var expected = norms[0]
      for _ in 0..<lag { expected /= 2 }
      // Rounding of the initial weights to single precision.
      #expect(abs(norm / expected - 1) < 1e-5, "lag \(lag)")
    }
  }

  @Test func `of two layers, the upper one's last state alone reaches the loss at lag 0`() throws {
    let found = try courses(
      """
      task: {name: copy, delay: 4, payload: 2, batch: 4, validation_samples: 4}
      model: {cell: lstm, width: 5, layers: 2, attention: {memory: screened, recent: 2, relevant: 2}}
      training: {steps: 2, checkpoints: {count: 2}}
      observe: {gradient_norm_by_lag: {scored: 1}}
      """)
    let norms = try #require(found["gradient_norm_by_lag"]?.last)
    #expect(norms.count == 16 && norms.allSatisfy { $0 > 0 && $0.isFinite })
  }

  @Test(arguments: ["full", "{memory: screened, recent: 3, relevant: 2}"], ["float32", "float64"])
  func `nets with attention train, and are tried on longer sequences`(
    _ attention: String, _ precision: String
  ) throws {
    let text = """
      task: {name: copy, delay: 4, payload: 2, symbols: 2, batch: 8, validation_samples: 16}
      model: {cell: rnn, width: 12, attention: \(attention)}
      training: {steps: 60, learning_rate: 1e-2, precision: \(precision), checkpoints: {count: 3}}
      observe: {under_change: {changes: [{delay: 8}, {delay: 32, scored: recall}]}, effective_rank: {samples: 16}}
      """
    let found = try courses(text)
    let losses = try #require(found["train_loss"])
    #expect((losses.last?[0] ?? .nan) < 0.5 * losses[0][0])
    #expect(
      found["changed_accuracy"]?.allSatisfy { $0.count == 2 && $0.allSatisfy(\.isFinite) } == true)
    #expect(try courses(text) == found)
  }

  @Test(arguments: [
    "lyapunov", "autonomous_lyapunov", "jacobian_norm",
  ])
  func `what follows states from step to step is refused with its reason`(_ key: String) {
    let error = #expect(throws: ExperimentError.self) {
      try trial(
        "task: {name: copy}\nmodel: {cell: gru, attention: full}\nobserve: {\(key): {}}")
    }
    #expect("\(error.map { "\($0)" } ?? "")".contains("model.attention: none"))
    #expect(error?.path == "observe.\(key)")
  }

  @Test func `so is flossing, and a task that differentiates by inputs`() {
    for text in [
      "task: {name: copy}\nmodel: {attention: full}\ntraining: {flossing: {exponents: 1, window: 5}}",
      "task: {name: poisson}\nmodel: {cell: rnn, attention: full}",
    ] {
      let error = #expect(throws: ExperimentError.self) { try trial(text) }
      #expect("\(error.map { "\($0)" } ?? "")".contains("model.attention: none"))
    }
  }

  @Test func `a screened memory takes memory in proportion to the length, a full one no more`()
    throws
  {
    func bytes(_ attention: String, delay: Int) throws -> Double {
      try trial(
        "task: {name: copy, delay: \(delay), payload: 1}\nmodel: {width: 32, attention: \(attention)}"
      ).memory
    }
    for attention in ["full", "{memory: screened, recent: 5, relevant: 5}"] {
      let (one, two) = (try bytes(attention, delay: 10_000), try bytes(attention, delay: 20_000))
      #expect(two / one < 2.01)
    }
  }
}
