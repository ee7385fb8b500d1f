import Foundation
import Records
import Results
import TestSupport
import Testing

/// How often; all of them where the long tests are wanted too.
private let rounds = TestSupport.rounds(4, all: 200)

/// Sweeps of the example in plain Python, whose trials take some tenths of a second and keep snapshots.
@Suite(.serialized) struct ProgramTests {
  private static let example = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../cluster/examples/plain_program.py").standardized.path

  private static let sweep = """
    name: programs
    seed: 5
    program:
      command: [/usr/bin/python3, "\(example)"]
      quantities: {train_loss: {}, weights: {length: 4}}
      checkpoints: 6
    parameters: {steps: 20000, learning_rate: {log: [1e-4, 1e-2, 3]}}
    replicates: 2

    """

  /// The processes of programs at work in `job`.
  private func programs(of job: Job) -> [Int32] { job.processes("plain_program.py") }

  @Test func `any number of workers records the same as one process`() throws {
    try Sample.withCalmRun(Self.sweep) { folder in
      for workers in ["1", "2"] {
        let job = try Job(Sample.run(folder, "a", "--workers", workers))
        #expect(job.end() == 0, "\(job.errors)")
        try Sample.check(folder)
        try FileManager.default.removeItem(atPath: "\(folder)/a.h5")
      }
      let reader = try ResultsReader("\(folder)/calm.h5")
      #expect(try reader.statuses() == [TrialStatus](repeating: .complete, count: 6))
      let losses = try reader.values(of: "train_loss", trials: 0..<6)
      #expect(losses.count == 36 && losses.allSatisfy { $0.isFinite })
      // Replicates begin elsewhere, configurations of one replicate do not.
      #expect(losses[0] == losses[6] && losses[0] != losses[18])
    }
  }

  @Test(arguments: ["0", "2"])
  func `a signal ends a run and its programs in good order`(workers: String) throws {
    try Sample.withCalmRun(Self.sweep) { folder in
      let job = try Job(Sample.run(folder, "a", "--workers", workers))
      var found: [Int32] = []
      try #require(
        job.wait {
          found = programs(of: job)
          return !found.isEmpty
        }, "\(job.errors)")
      let begin = Date()
      kill(job.identifier, SIGTERM)
      #expect(job.end(within: 15) == 75, "\(job.errors)")
      #expect(Date().timeIntervalSince(begin) < 10)
      #expect(found.allSatisfy { kill($0, 0) != 0 })
      let again = try Job(Sample.run(folder, "a", "--workers", "2", "--resume"))
      #expect(again.end() == 0, "\(again.errors)")
      try Sample.check(folder)
    }
  }

  @Test func `programs and workers killed at any moment cost nothing but time`() throws {
    var chance = SeededSource(seed: 16)
    var kills = 0
    try Sample.withCalmRun(Self.sweep) { folder in
      for round in 0..<rounds {
        let job = try Job(Sample.run(folder, "a", "--workers", "2", "--snapshot-every", "0.05"))
        _ = job.wait { !programs(of: job).isEmpty }
        usleep(UInt32(1e6 * Double.random(in: 0...0.6, using: &chance)))
        let victim = round % 2 == 0 ? programs(of: job).first : job.rank(2)
        if let victim, kill(victim, SIGKILL) == 0 { kills += 1 }
        let status = job.end(within: 90)
        #expect(status == 0 || status == 75, "round \(round): \(job.errors)")
        if status != 0 {
          let again = try Job(Sample.run(folder, "a", "--workers", "2", "--resume"))
          #expect(again.end() == 0, "\(again.errors)")
        }
        try Sample.check(folder, "a", "round \(round)")
        try FileManager.default.removeItem(atPath: "\(folder)/a.h5")
      }
    }
    // Most of the moments lie within the sweep.
    #expect(kills * 3 >= rounds)
  }

  @Test func `a limit ends a program and fails its trial alone`() throws {
    try Sample.withCalmRun(Self.sweep) { folder in
      let sweep = Self.sweep.replacing(
        "parameters: {steps: 20000,", with: "parameters: {steps: {grid: [1000, 20000000]},")
      try sweep.write(toFile: "\(folder)/sweep.yaml", atomically: true, encoding: .utf8)
      let job = try Job(Sample.run(folder, "a", "--workers", "2", "--trial-limit", "2"))
      #expect(job.end() == 0, "\(job.errors)")
      let reader = try ResultsReader("\(folder)/a.h5")
      let halves =
        [TrialStatus](repeating: .complete, count: 3) + [TrialStatus](repeating: .failed, count: 3)
      #expect(try reader.statuses() == halves + halves)
      let reason = try reader.failures()[3] ?? ""
      #expect(reason.hasPrefix("it passed its limit of 2.0 s at step "), "\(reason)")
    }
  }
}
