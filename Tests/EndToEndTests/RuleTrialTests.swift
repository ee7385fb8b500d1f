import Foundation
import TestSupport
import Testing

/// Rules that are tried on a finished sweep.
@Suite(.serialized) struct RuleTrialTests {
  @Test func `a rule tried on a finished sweep tells what it would have stopped`() throws {
    try withTemporaryDirectory { folder in
      let sweep = try Sweeps.write(
        Sweeps.small.replacing(
          "checkpoints: {count: 4}", with: "checkpoints: {count: 9, spacing: linear}"),
        in: folder)
      let run = try Sweeps.dynsweep(
        ["run", sweep, "-o", "\(folder)/a.h5", "--workers", "0", "-q"])
      #expect(run.status == 0, "\(run.errors)")
      func tried(_ rule: String) throws -> ToolOutcome {
        let path = "\(folder)/rule.yaml"
        try rule.write(toFile: path, atomically: true, encoding: .utf8)
        return try Sweeps.dynsweep(["plan", "--rule", path, "\(folder)/a.h5"])
      }
      // Of twelve, six and then three go on, at the rungs of 8 and 15 of 30 steps.
      let text = "halving: {quantity: validation_loss, eta: 2, rungs: 2}"
      for rule in [text, "rule:\n  \(text)"] {
        let outcome = try tried(rule)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
          outcome.output.hasPrefix(
            "halving by validation_loss would have stopped 9 of 12 trials: 51 % of the steps"),
          "\(outcome.output)")
      }
      let unknown = try tried("halving: {quantity: validation_los}")
      #expect(unknown.status == 65)
      #expect(unknown.errors.contains("did you mean \"validation_loss\"?"), "\(unknown.errors)")
      let misspelt = try tried("halfing: {quantity: validation_loss}")
      #expect(misspelt.status == 65 && misspelt.errors.contains("rule.yaml:1:1"))
      let sparse = try tried("halving: {quantity: validation_loss, eta: 9, rungs: 3}")
      #expect(sparse.status == 65 && sparse.errors.contains("checkpoints"), "\(sparse.errors)")
    }
  }
}
