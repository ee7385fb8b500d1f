import Foundation
import Records
import Results
import TestSupport
import Testing

/// Commands on the file of a hundred thousand tiny trials.
@Suite(.serialized) struct ManyTrialsTests {
  private static let count = 100_000
  private static let sweep = """
    name: many
    theory:
      name: two_features
      strength: {linear: [2, 7, 25000]}
      penalty: {grid: [weights, logits]}
    replicates: 2
    """

  private func withFile(_ body: (_ path: String) throws -> Void) throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/many.h5"
      let strengths = (0..<Self.count).map { (trial: Int) -> Double in
        2 + 5 * Double(trial / 2 % 25_000) / 24_999
      }
      let layout = ResultsLayout(
        title: "many", sweep: Self.sweep, software: "dynsweep 0.0.0", environment: "{}",
        created: "2026-01-02T03:04:05Z",
        axes: [AxisColumn(name: "strength", path: "theory.strength", values: .real(strengths))],
        seeds: Array(0..<UInt64(Self.count)),
        replicates: (0..<Self.count).map { $0 * 2 / Self.count }, checkpointCount: 2,
        quantities: [
          Quantity(
            "feature_response", dimensions: [.init("feature", size: 2)], longName: "responses"),
          Quantity("fixed_point_residual", longName: "error of the equation"),
        ])
      var writer = try ResultsWriter.create(path, layout)
      for trial in 0..<Self.count {
        for checkpoint in 0..<2 {
          let response = Double(1 + trial % 1000) / 500
          try writer.record(
            trial: TrialID(trial), checkpoint: checkpoint, step: checkpoint,
            values: [6, response, response * 1e-9])
        }
        try writer.setStatus(TrialRecord(TrialID(trial), .complete, attempts: 1, seconds: 1))
      }
      try writer.close()
      try body(path)
    }
  }

  private let program = productsDirectory.appendingPathComponent("dynsweep").path

  @Test func `verify takes little memory`() throws {
    try withFile { path in
      let taken = try measured(program, ["verify", path, "--finding", "gradient-starvation-toy"])
      #expect(taken.status == 0 || taken.status == 1)
      #expect(taken.peakBytes < 150_000_000, "\(taken)")
    }
  }

  @Test func `report takes time in proportion to trials`() throws {
    try withFile { path in
      let taken = try measured(program, ["report", path, "-o", "\(path).page"])
      #expect(taken.status == 0)
      // It was not done after 271 s where all values were walked once a trial.
      #expect(taken.processorSeconds < 20, "\(taken)")
    }
  }
}
