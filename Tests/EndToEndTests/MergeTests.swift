import Foundation
import Results
import TestSupport
import Testing

/// Parts of a sweep that were run apart become the file of the whole one.
@Suite struct MergeTests {
  /// Runs a sweep in this process's own child.
  private func train(_ text: String, _ folder: String, _ name: String) throws {
    let sweep = "\(folder)/\(name).yaml"
    try text.write(toFile: sweep, atomically: true, encoding: .utf8)
    let outcome = try Sweeps.dynsweep(
      ["run", sweep, "-o", "\(folder)/\(name).h5", "--workers", "0", "-q"])
    try #require(outcome.status == 0, "\(outcome.errors)")
  }

  private func part(width: String, _ more: String = "") -> String {
    Sweeps.small.replacing("{grid: [4, 8, 16]}", with: width) + "\n\(more)\n"
  }

  @Test func `parts of a sweep become bit by bit the whole one, of a sweep given or made`() throws {
    try withTemporaryDirectory { folder in
      try train(Sweeps.small, folder, "whole")
      try train(part(width: "{grid: [16, 4]}"), folder, "a")
      try train(part(width: "{grid: [8, 4]}"), folder, "b")
      func merge(_ more: String...) throws -> ToolOutcome {
        try Sweeps.dynsweep(["merge", "\(folder)/a.h5", "\(folder)/b.h5"] + more)
      }
      let given = try merge("-o", "\(folder)/c.h5", "--sweep", "\(folder)/whole.yaml")
      #expect(given.status == 0, "\(given.errors)")
      #expect(
        given.output
          == "\(folder)/c.h5: 8 trials of \(folder)/a.h5 and 4 of \(folder)/b.h5, which have 4 in common; "
          + "0 of 12 are still to be run\n")
      #expect(try compare("\(folder)/whole.h5", "\(folder)/c.h5") == [])
      #expect(try ResultsReader("\(folder)/c.h5").header.sweep == Sweeps.small)

      let made = try merge("-o", "\(folder)/d.h5", "--json")
      #expect(made.status == 0, "\(made.errors)")
      let counts = try JSONDecoder().decode([String: Int].self, from: Data(made.output.utf8))
      #expect(counts == ["first": 8, "second": 4, "common": 4, "open": 0, "trials": 12])
      // Its widths are 16, 4, 8: whole's trials are there in another order, which resuming takes back.
      let again = try Sweeps.dynsweep([
        "run", "\(folder)/whole.yaml", "-o", "\(folder)/d.h5", "--resume", "--workers", "0", "-q",
      ])
      #expect(again.status == 0, "\(again.errors)")
      #expect(try compare("\(folder)/whole.h5", "\(folder)/d.h5") == [])
      #expect(try ResultsReader("\(folder)/d.h5").integers(of: "attempts").allSatisfy { $0 == 1 })
    }
  }

  @Test func `a larger file takes in a smaller one, and trials that none has are run later`() throws
  {
    try withTemporaryDirectory { folder in
      try train(part(width: "{grid: [4]}", "replicates: 2"), folder, "a")
      try train(part(width: "{grid: [4, 8]}"), folder, "b")
      let merged = try Sweeps.dynsweep([
        "merge", "\(folder)/a.h5", "\(folder)/b.h5", "-o", "\(folder)/c.h5",
      ])
      #expect(merged.status == 0, "\(merged.errors)")
      #expect(merged.output.hasSuffix("; 4 of 16 are still to be run\n"), "\(merged.output)")
      let whole = part(width: "{grid: [4, 8]}", "replicates: 2")
      try train(whole, folder, "whole")
      let again = try Sweeps.dynsweep([
        "run", "\(folder)/whole.yaml", "-o", "\(folder)/c.h5", "--resume", "--workers", "0", "-q",
      ])
      #expect(again.status == 0, "\(again.errors)")
      #expect(try compare("\(folder)/whole.h5", "\(folder)/c.h5") == [])
    }
  }

  @Test func `files of other settings, and an output that is there, are refused`() throws {
    try withTemporaryDirectory { folder in
      try train(part(width: "{grid: [4]}"), folder, "a")
      try train(part(width: "{grid: [8]}").replacing("steps: 30", with: "steps: 20"), folder, "b")
      let (a, b) = ("\(folder)/a.h5", "\(folder)/b.h5")
      let other = try Sweeps.dynsweep(["merge", a, b, "-o", "\(folder)/c.h5"])
      #expect(other.status == 65)
      #expect(other.errors.contains("\(a) and \(b): not parts of one sweep"), "\(other.errors)")
      #expect(other.errors.contains("-  steps: 30\n+  steps: 20\n"), "\(other.errors)")
      let lacking = try Sweeps.dynsweep([
        "merge", a, b, "-o", "\(folder)/c.h5", "--sweep", "\(folder)/a.yaml",
      ])
      #expect(lacking.status == 65)
      #expect(lacking.errors.contains("\(b): \(folder)/a.yaml lacks trials"), "\(lacking.errors)")
      #expect(try Sweeps.dynsweep(["merge", a, a, "-o", b]).status == 73)
      #expect(
        try Sweeps.dynsweep(["merge", a, "\(folder)/none.h5", "-o", "\(folder)/c.h5"]).status == 65)
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/c.h5"))
    }
  }
}
