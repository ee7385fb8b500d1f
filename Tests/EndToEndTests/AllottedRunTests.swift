import Foundation
import Platform
import Results
import TestSupport
import Testing

/// What a process may use, as the kernel has it.
@Suite struct AllottedRunTests {
  private static let program = productsDirectory.appendingPathComponent("dynsweep").path

  @Test func `on one core of several one worker trains`() throws {
    let affinity = try run("/usr/bin/taskset", ["-cp", "\(getpid())"]).output
    let core = try #require(affinity.split(separator: ":").last?.split { !$0.isNumber }.first)
    try withTemporaryDirectory { folder in
      let sweep = try Sweeps.write(Sweeps.small, in: folder)
      func held(_ arguments: [String]) throws -> ToolOutcome {
        try run(
          "/usr/bin/taskset", ["-c", String(core), Self.program] + arguments,
          environment: ["OPENBLAS_NUM_THREADS": "1"])
      }
      #expect(try held(["plan", sweep]).output.contains("with 1 worker at"))
      #expect(try held(["run", sweep, "-o", "\(folder)/a.h5", "-q"]).status == 0)
      let reader = try ResultsReader("\(folder)/a.h5")
      #expect(try reader.values(of: "worker").values.allSatisfy { $0 == 1 })
      #expect(reader.header.environment.contains("\"cores\":1"))
    }
  }

  @Test func `a plan that takes more memory than there is says so`() throws {
    try withTemporaryDirectory { folder in
      let sweep = try Sweeps.write(
        """
        task: {name: lag-echo, batch: 512, length: 2000, lag: 4, validation_samples: 512}
        model: {width: 4096}
        """, in: folder)
      let outcome = try Sweeps.dynsweep(["plan", sweep, "--workers", "1000"])
      #expect(outcome.errors.hasPrefix("warning: 1000 workers take "))
      #expect(outcome.errors.contains("would fit") || outcome.errors.contains("does not fit"))
    }
  }
}
