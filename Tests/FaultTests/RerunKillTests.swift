import Foundation
import Results
import TestSupport
import Testing

/// How often; all of them where the long tests are wanted too.
private let rounds = TestSupport.rounds(4, all: 20)

/// Trials that are run again for more are lost and found as those of a run.
@Suite(.serialized) struct RerunKillTests {
  private static let added = "spectral_radius: {}, sharpness: {products: 4, probes: 2}"
  private static let whole = Sample.keeping.replacing("observe: {", with: "observe: {\(added), ")

  private static func observe(_ folder: String, _ name: String) -> [String] {
    [
      "observe", "\(folder)/early.h5", "--add", "\(folder)/added.yaml", "-o",
      "\(folder)/\(name).h5", "-q",
    ]
  }

  /// A folder with `calm.h5` of a sweep with all observables, `early.h5` of one without some, and these in `added.yaml`.
  private func withRuns(_ body: (_ folder: String) throws -> Void) throws {
    try Sample.withCalmRun(Self.whole) { folder in
      try Sample.keeping.write(toFile: "\(folder)/early.yaml", atomically: true, encoding: .utf8)
      try "observe: {\(Self.added)}\n".write(
        toFile: "\(folder)/added.yaml", atomically: true, encoding: .utf8)
      let early = try Job([
        "run", "\(folder)/early.yaml", "-o", "\(folder)/early.h5", "-q", "--workers", "0",
      ])
      try #require(early.end() == 0, "\(early.errors)")
      try body(folder)
    }
  }

  @Test(arguments: [(2, 5), (0, 6)] as [(Int, UInt64)])
  func `a job killed at any moment is gone on with`(workers: Int, seed: UInt64) throws {
    var chance = SeededSource(seed: seed)
    var tally = KillTally()
    try withRuns { folder in
      let scene = try KillScene(workers: workers, folder: folder) {
        Self.observe(folder, $0) + $1
      }
      for round in 0..<max(4, rounds) {
        try scene.strike(scene.killing(round, &chance), &tally)
        try Sample.check(folder, "a", "round \(round)")
        try FileManager.default.removeItem(atPath: scene.file)
      }
    }
    print("random kills of trials run again, \(workers) workers: \(tally)")
    #expect(tally.unended == 0)
  }

  @Test func `a worker that is killed at a step costs an attempt`() throws {
    try withRuns { folder in
      let job = try Job(
        Self.observe(folder, "a") + ["--workers", "2", "--snapshot-every", "0.03"],
        fault: "slow;kill:trial=1,step=7,attempt=1;kill:trial=4,step=12,attempt=1")
      #expect(job.end() == 0, "\(job.errors)")
      try Sample.check(folder)
      let attempts = try ResultsReader("\(folder)/a.h5").integers(of: "attempts")
      #expect(attempts[1] == 2 && attempts[4] == 2, "\(attempts)")
    }
  }
}
