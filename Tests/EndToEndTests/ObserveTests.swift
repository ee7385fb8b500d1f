import Foundation
import Records
import Results
import TestSupport
import Testing

/// What is observed of trials that are run again is what a sweep with all of it from the start would hold.
@Suite(.serialized) struct ObserveTests {
  private static let added = """
    observe:
      spectral_radius: {}
      participation_ratio: {samples: 16}
    """

  /// The small sweep without what is added later.
  private static let early = Sweeps.small.split(separator: "\n").filter {
    !$0.contains("spectral_radius") && !$0.contains("participation_ratio")
  }.joined(separator: "\n")

  private func train(_ text: String, _ folder: String, _ name: String) throws {
    let sweep = "\(folder)/\(name).yaml"
    try text.write(toFile: sweep, atomically: true, encoding: .utf8)
    let outcome = try Sweeps.dynsweep(
      ["run", sweep, "-o", "\(folder)/\(name).h5", "--workers", "0", "-q"])
    try #require(outcome.status == 0, "\(outcome.errors)")
  }

  /// A folder with `whole.h5`, `early.h5` and what the second one lacks, in `added.yaml`.
  private func withBoth(
    _ change: (String) -> String = { $0 }, _ body: (String) throws -> Void
  ) throws {
    try withTemporaryDirectory { folder in
      try train(change(Sweeps.small), folder, "whole")
      try train(change(Self.early), folder, "early")
      try Self.added.write(toFile: "\(folder)/added.yaml", atomically: true, encoding: .utf8)
      try body(folder)
    }
  }

  private func observe(_ folder: String, _ name: String, _ more: String...) throws -> ToolOutcome {
    try Sweeps.dynsweep(
      ["observe", "\(folder)/early.h5", "-o", "\(folder)/\(name).h5", "-q"] + more)
  }

  /// Equal in every number, and in what describes each variable.
  private func expectSame(_ one: String, _ other: String) throws {
    #expect(try compare(one, other) == [])
    let first = try ResultsReader(one)
    let second = try ResultsReader(other)
    #expect(first.variableNames == second.variableNames)
    #expect(first.keptNames == second.keptNames)
    for name in first.variableNames + first.keptNames {
      #expect(try first.information(on: name) == second.information(on: name))
    }
  }

  @Test func `observables that are added equal those of a sweep that had them, at any ranks`()
    throws
  {
    try withBoth { folder in
      for workers in [0, 1, 2, 4] {
        let outcome = try observe(
          folder, "\(workers)", "--add", "\(folder)/added.yaml", "--workers", "\(workers)")
        #expect(outcome.status == 0, "\(outcome.errors)")
        try expectSame("\(folder)/whole.h5", "\(folder)/\(workers).h5")
      }
      let sweep = try ResultsReader("\(folder)/0.h5").header.sweep
      #expect(
        sweep.hasPrefix(
          "# The sweep of early.h5, whose trials were run again by dynsweep observe for what it adds.\n"
        ))
      // It is a sweep file that runs.
      try train(sweep, folder, "again")
      #expect(try compare("\(folder)/whole.h5", "\(folder)/again.h5") == [])
    }
  }

  @Test(arguments: [
    "  precision: float64\n", "  weight_noise: 0.01\n", "  optimizer: sgd\n  warmup: 5\n",
    "  phases: [{steps: 4, train: [readout]}, {steps: 3, train: [recurrent]}]\n",
  ])
  func `nets that are kept, and any training, are found again`(_ training: String) throws {
    func change(_ text: String) -> String {
      text.replacing("  steps: 30\n", with: "  steps: 30\n" + training)
        + "\nkeep: {weights: all, states: {sequences: 2, at: final}}\n"
    }
    try withBoth(change) { folder in
      let outcome = try observe(
        folder, "a", "--add", "\(folder)/added.yaml", "--workers", "0")
      #expect(outcome.status == 0, "\(outcome.errors)")
      try expectSame("\(folder)/whole.h5", "\(folder)/a.h5")
      // With the nets that are kept, no trial comes to step 9, which is none of its checkpoints.
      for workers in ["0", "2"] {
        let kept = try Sweeps.dynsweep(
          [
            "observe", "\(folder)/early.h5", "--add", "\(folder)/added.yaml", "--from-weights",
            "-o", "\(folder)/kept-\(workers).h5", "-q", "--workers", workers,
          ], environment: ["DYNSWEEP_FAULT": "kill:step=9"])
        #expect(kept.status == 0, "\(kept.errors)")
        try expectSame("\(folder)/whole.h5", "\(folder)/kept-\(workers).h5")
      }
    }
  }

  @Test func `further checkpoints equal those of a sweep that had them from the start`() throws {
    try withBoth { folder in
      let window = ", window: {from: 5, count: 3, every: 3}}"
      try train(
        Sweeps.small.replacing("{count: 4}", with: "{count: 4" + window), folder, "close")
      let both = try observe(
        folder, "a", "--add", "\(folder)/added.yaml", "--steps", "5..12", "--every", "3",
        "--workers", "2")
      #expect(both.status == 0, "\(both.errors)")
      try expectSame("\(folder)/close.h5", "\(folder)/a.h5")

      try train(
        Self.early.replacing("{count: 4}", with: "{count: 4" + window), folder, "early-close")
      let alone = try observe(
        folder, "b", "--steps", "5...11", "--every", "3", "--workers", "0")
      #expect(alone.status == 0, "\(alone.errors)")
      try expectSame("\(folder)/early-close.h5", "\(folder)/b.h5")
    }
  }

  @Test func `trials that are not asked for stay pending, and can be run later`() throws {
    try withBoth { folder in
      func observe(_ trials: String, _ more: String...) throws -> ToolOutcome {
        try Sweeps.dynsweep(
          [
            "observe", "\(folder)/early.h5", "-o", "\(folder)/a.h5", "--add",
            "\(folder)/added.yaml", "--workers", "0", "--trials", trials,
          ] + more)
      }
      let some = try observe("0,3-4")
      #expect(some.status == 0)
      #expect(some.errors.contains("small: 3 of 12 trials into \(folder)/a.h5\n"), "\(some.errors)")
      func done() throws -> [Int] {
        let statuses = try ResultsReader("\(folder)/a.h5").statuses()
        return statuses.indices.filter { statuses[$0] == .complete }
      }
      #expect(try done() == [0, 3, 4])
      #expect(try observe("7", "--resume").status == 0)
      #expect(try done() == [0, 3, 4, 7])
      let rest = try Sweeps.dynsweep([
        "run", "\(folder)/whole.yaml", "-o", "\(folder)/a.h5", "--resume", "--workers", "0", "-q",
      ])
      #expect(rest.status == 0, "\(rest.errors)")
      try expectSame("\(folder)/whole.h5", "\(folder)/a.h5")
      #expect(try ResultsReader("\(folder)/a.h5").integers(of: "attempts").allSatisfy { $0 == 1 })
    }
  }
}
