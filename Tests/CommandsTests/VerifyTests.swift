import Records
import Results
import TestSupport
import Testing

@Suite struct VerifyTests {
  /// Both penalties at each strength of gradient-starvation-toy, and at one that no mark is made of.
  private static let sweep = """
    name: toy
    findings: [gradient-starvation-toy]
    theory:
      name: two_features
      strength: {grid: [2, 3, 4, 5, 6, 7]}
      other_strength: 2
      coupling: 0.5
      penalty: {grid: [weights, logits]}
    """
  /// Under weight decay, by strength.
  private static let responses = [1.640, 1.583, 1.467, 1.329, 1.185]

  /// A finished file but for the trials of strength 7, which are pending, and one that may have diverged at its end.
  private func write(_ path: String, diverged: Int? = nil) throws {
    let layout = ResultsLayout(
      title: "toy", sweep: Self.sweep, software: "dynsweep 0.0.0", environment: "{}",
      created: "2026-01-02T03:04:05Z", axes: [], seeds: Array(0..<12),
      replicates: [Int](repeating: 0, count: 12), checkpointCount: 1,
      quantities: [
        Quantity(
          "feature_response", dimensions: [.init("feature", size: 2)], longName: "responses"),
        Quantity("fixed_point_residual", longName: "error of the equation"),
      ])
    var writer = try ResultsWriter.create(path, layout)
    for trial in 0..<10 {
      let second = trial % 2 == 0 ? Self.responses[trial / 2] : 1.708
      try writer.record(trial: TrialID(trial), checkpoint: 0, step: 0, values: [6, second, 1e-9])
      try writer.setStatus(
        TrialRecord(
          TrialID(trial), trial == diverged ? .diverged : .complete, attempts: 1, seconds: 1))
    }
    try writer.close()
  }

  @Test func `trials that no mark is made of are counted, and do not matter`() throws {
    try withTemporaryDirectory { folder in
      try write("\(folder)/a.h5")
      let outcome = try dynsweep("verify", "\(folder)/a.h5")
      #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
      #expect(outcome.output.hasPrefix("pass  gradient-starvation-toy"))
      #expect(outcome.output.contains("of 12 trials 2 pending"))
    }
  }

  @Test func `a diverged trial is a miss with its reason, whatever it recorded`() throws {
    try withTemporaryDirectory { folder in
      try write("\(folder)/a.h5", diverged: 4)
      let outcome = try dynsweep("verify", "\(folder)/a.h5")
      let reason = "of 1 trials with penalty weights, strength 4: 1 diverged"
      #expect(outcome.status == 1 && outcome.output.contains(reason), "\(outcome.output)")
      let told = try parsed(try dynsweep("verify", "\(folder)/a.h5", "--json").output)
      let finding = (told["findings"] as? [[String: Any]])?.first
      let statistics = finding?["statistics"] as? [[String: Any]] ?? []
      // The two ends' ratio and the spread under decoupling know nothing of it.
      #expect(statistics.map { $0["passes"] as? Bool } == [false, true, true, false])
      #expect(statistics.map { $0["reason"] as? String } == [reason, nil, nil, reason])
      #expect(told["passes"] as? Bool == false && told["incomplete_trials"] as? Int == 3)
    }
  }
}
