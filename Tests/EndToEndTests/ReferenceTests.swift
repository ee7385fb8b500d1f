import Foundation
import TestSupport
import Testing

/// The program against Reference/reference.py, which recomputes drawn sweeps from the definitions.
struct ReferenceTests {
  private static func compare(draws: Int, seed: Int) throws -> ToolOutcome {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Reference/reference.py").path
    return try run(
      "/usr/bin/python3",
      [
        script, "--draws", "\(draws)", "--seed", "\(seed)", "--program",
        productsDirectory.appendingPathComponent("dynsweep").path,
      ],
      environment: ["OPENBLAS_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"])
  }

  @Test func `every number of twelve drawn sweeps is that of a second implementation`() throws {
    let outcome = try Self.compare(draws: 12, seed: 1)
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
  }

  @Test(.enabled(if: allTestsAreWanted), arguments: [2, 3])
  func `every number of two hundred drawn sweeps is that of a second implementation`(
    seed: Int
  ) throws {
    let outcome = try Self.compare(draws: 200, seed: seed)
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
  }
}
