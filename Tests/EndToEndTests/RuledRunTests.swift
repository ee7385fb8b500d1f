import Foundation
import Records
import Results
import TestSupport
import Testing

/// Sweeps in which a rule decides which trials go on.
@Suite(.serialized) struct RuledRunTests {
  static let rules = [
    "halving: {quantity: validation_loss, eta: 2, rungs: 2}",
    "hyperband: {quantity: validation_loss, eta: 2, rungs: 2, reduce: best}",
    "median: {quantity: train_loss, rungs: 2, cohort: 3, startup: 2}",
    "threshold: {quantity: step_of_ten, below: -1}",
    "threshold: {quantity: validation_loss, plateau: 2}",
  ]

  private func sweep(_ rule: String, in folder: String) throws -> String {
    let text = Sweeps.small.replacing(
      "checkpoints: {count: 4}", with: "checkpoints: {count: 9, spacing: linear}")
    return try Sweeps.write(text + "\nrule:\n  \(rule)\n", in: folder)
  }

  @Test(arguments: rules.filter { !$0.contains("step_of_ten") })
  func `decisions and rows are bitwise the same however many ranks there are`(
    rule: String
  ) throws {
    try withTemporaryDirectory { folder in
      let sweep = try sweep(rule, in: folder)
      for workers in [0, 1, 3] {
        let file = "\(folder)/\(workers).h5"
        let outcome = try Sweeps.dynsweep(
          ["run", sweep, "-o", file, "--workers", "\(workers)", "-q"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let statuses = try ResultsReader(file).statuses()
        #expect(statuses.allSatisfy { $0 == .complete || $0 == .pruned })
        #expect(rule.hasPrefix("threshold") || statuses.contains(.complete))
        #expect(try compare("\(folder)/0.h5", file) == [])
        let replay = try Sweeps.dynsweep(["replay", file])
        #expect(replay.status == 0, "\(replay.output)\(replay.errors)")
        #expect(!FileManager.default.fileExists(atPath: file + ".snapshots"))
      }
      let journals = try [0, 3].map {
        try Sweeps.dynsweep(["replay", "--journal", "\(folder)/\($0).h5"]).output
      }
      #expect(!journals[0].isEmpty && journals[0] == journals[1])
    }
  }

  @Test func `a run that is interrupted at every turn comes to the same file`() throws {
    try withTemporaryDirectory { folder in
      let sweep = try sweep(Self.rules[0], in: folder)
      let calm = try Sweeps.dynsweep(
        ["run", sweep, "-o", "\(folder)/calm.h5", "--workers", "0", "-q"])
      #expect(calm.status == 0, "\(calm.errors)")
      let file = "\(folder)/a.h5"
      // In one process, which a kill ends; every trial meets the fault once.
      for trial in 0..<12 {
        _ = try Sweeps.dynsweep(
          ["run", sweep, "-o", file, "--workers", "0", "-q", "--resume"],
          environment: ["DYNSWEEP_FAULT": "kill:trial=\(trial),step=12,attempt=2"])
        if FileManager.default.fileExists(atPath: file) {
          let replay = try Sweeps.dynsweep(["replay", file])
          #expect(replay.status == 0, "\(replay.output)\(replay.errors)")
        }
      }
      let last = try Sweeps.dynsweep(
        ["run", sweep, "-o", file, "--workers", "0", "-q", "--resume"])
      #expect(last.status == 0, "\(last.errors)")
      #expect(try compare("\(folder)/calm.h5", file) == [])
    }
  }

  @Test func `a rule by what no trial records is told with what they do`() throws {
    try withTemporaryDirectory { folder in
      let sweep = try sweep(Self.rules[3], in: folder)
      let outcome = try Sweeps.dynsweep(["run", sweep, "-o", "\(folder)/a.h5"])
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("step_of_ten") && outcome.errors.contains("train_loss"))
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/a.h5"))
    }
  }

  @Test func `plan tells what a rule would cost, and what it would have saved`() throws {
    try withTemporaryDirectory { folder in
      let ruled = try sweep(Self.rules[0], in: folder)
      let plan = try Sweeps.dynsweep(["plan", ruled])
      #expect(plan.output.contains("rule         halving by validation_loss"), "\(plan.output)")
      let whole = try Sweeps.write(
        Sweeps.small.replacing(
          "checkpoints: {count: 4}", with: "checkpoints: {count: 9, spacing: linear}"),
        in: folder)
      let run = try Sweeps.dynsweep(
        ["run", whole, "-o", "\(folder)/a.h5", "--workers", "0", "-q"])
      #expect(run.status == 0, "\(run.errors)")
      try Self.rules[0].write(
        toFile: "\(folder)/rule.yaml", atomically: true, encoding: .utf8)
      let trial = try Sweeps.dynsweep(["plan", "--rule", "\(folder)/rule.yaml", "\(folder)/a.h5"])
      #expect(trial.status == 0, "\(trial.errors)")
      // Of twelve, six and then three go on.
      #expect(
        trial.output.hasPrefix("halving by validation_loss would have stopped 9 of 12 trials"),
        "\(trial.output)")
      let replay = try Sweeps.dynsweep(["replay", "\(folder)/a.h5"])
      #expect(replay.status == 65 && replay.errors.contains("no rule"))
    }
  }

  @Test func `a sweep with a rule is neither extended, merged nor observed further`() throws {
    try withTemporaryDirectory { folder in
      let file = "\(folder)/a.h5"
      let small = try sweep(Self.rules[0], in: folder)
      let run = try Sweeps.dynsweep(["run", small, "-o", file, "--workers", "0", "-q"])
      #expect(run.status == 0, "\(run.errors)")
      let text = try String(contentsOfFile: small, encoding: .utf8)
      let larger = try Sweeps.write(
        text.replacing("[4, 8, 16]", with: "[4, 8, 16, 24]"), in: folder)
      let extended = try Sweeps.dynsweep(
        ["run", larger, "-o", file, "--workers", "0", "-q", "--resume"])
      #expect(extended.status == 65, "\(extended.errors)")
      let merged = try Sweeps.dynsweep(["merge", file, file, "-o", "\(folder)/b.h5"])
      #expect(merged.status == 65 && merged.errors.contains("a rule"), "\(merged.errors)")
      let observed = try Sweeps.dynsweep(
        ["observe", file, "--steps", "1..2", "-o", "\(folder)/b.h5", "--workers", "0", "-q"])
      #expect(observed.status == 65 && observed.errors.contains("a rule"), "\(observed.errors)")
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/b.h5"))
    }
  }

  @Test func `a finished sweep with a rule takes what its sweep file tells anew about it`() throws {
    try withTemporaryDirectory { folder in
      let file = "\(folder)/a.h5"
      let plain = try sweep(Self.rules[0], in: folder)
      let run = try Sweeps.dynsweep(["run", plain, "-o", file, "--workers", "0", "-q"])
      #expect(run.status == 0, "\(run.errors)")
      let journal = try Sweeps.dynsweep(["replay", "--journal", file]).output
      let text = try String(contentsOfFile: plain, encoding: .utf8)
      let told = try Sweeps.write(text + "about: {doi: 10.5281/zenodo.1234}\n", in: folder)
      let resumed = try Sweeps.dynsweep(
        ["run", told, "-o", file, "--workers", "0", "-q", "--resume"])
      #expect(resumed.status == 0, "\(resumed.errors)")
      #expect(try ResultsReader(file).header.sweep.contains("zenodo.1234"))
      let replay = try Sweeps.dynsweep(["replay", "--journal", file])
      #expect(!journal.isEmpty && replay.status == 0 && replay.output == journal)
    }
  }
}
