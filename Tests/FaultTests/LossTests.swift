import Foundation
import Platform
import Launching
import Orchestration
import Results
import Scheduling
import SweepFiles
import TestSupport
import Testing

/// The others' launchers end a job that loses a rank before it has joined.
private let launcherIsOpenMPI =
  (try? run("/usr/bin/env", ["mpirun", "--version"]).output.contains("Open MPI")) == true

@Suite(.serialized) struct LossTests {
  /// Kilobytes of addresses that a rank may have: what MPI reserves, with room for little more.
  private static let fewAddresses =
    Launcher.find(environment: ProcessInfo.processInfo.environment)?.kind == .intel
    ? 4_000_000 : 1_200_000

  @Test func `a lost worker's trial goes on from its snapshot, not from its beginning`() throws {
    try Sample.withCalmRun { folder in
      // The second attempt would be killed at steps 0 to 6 too, and then the trial be failed.
      let early = (0...6).map { "kill:trial=3,step=\($0),attempt=2" }.joined(separator: ";")
      let job = try Job(
        Sample.run(folder, "a", "--workers", "2", "--snapshot-every", "0.001"),
        fault: "slow;kill:trial=3,step=8,attempt=1;\(early)")
      #expect(job.end() == 0, "\(job.errors)")
      try Sample.check(folder)
      #expect(try ResultsReader("\(folder)/a.h5").values(of: "attempts").values[3] == 2)
    }
  }

  @Test(arguments: [1, 2])
  func `a run goes on by itself when all its workers are lost`(workers: Int) throws {
    try Sample.withCalmRun { folder in
      let kills = (0..<3).map { ";kill:trial=\($0),step=9,attempt=1" }.joined()
      let job = try Job(
        Sample.run(folder, "a", "--workers", "\(workers)", "--snapshot-every", "0.001"),
        fault: "slow" + kills)
      #expect(job.end() == 0, "\(job.errors)")
      try Sample.check(folder)
    }
  }

  @Test func `workers killed all at once, again and again, are held against no trial`() throws {
    try Sample.withCalmRun { folder in
      let arguments = Sample.run(folder, "a", "--workers", "4").filter { $0 != "-q" }
      let job = try Job(arguments, fault: "slow;slow;slow")
      var killed: Set<Int32> = []
      for launch in 1...3 {
        var workers: [Int32] = []
        _ = job.wait {
          // Not while MPI starts: two launches in which ranks are lost then end the run.
          let begun = job.errors.components(separatedBy: " trials into ").count - 1
          workers = (1...4).compactMap { job.rank($0) }.filter { !killed.contains($0) }
          return workers.count == 4 && begun >= launch
        }
        // Done before the third time.
        if workers.count < 4 { break }
        // Each at a trial, or about to be.
        Thread.sleep(forTimeInterval: 0.3)
        for worker in workers { kill(worker, SIGKILL) }
        killed.formUnion(workers)
      }
      // Twice would fail a trial, were it blamed.
      #expect(killed.count >= 8)
      #expect(job.end() == 0, "\(job.errors)")
      try Sample.check(folder)
    }
  }

  @Test func `workers killed before they introduce themselves are missed at once`() throws {
    try Sample.withCalmRun { folder in
      let arguments = Sample.run(folder, "a", "--workers", "2").filter { $0 != "-q" }
      let job = try Job(arguments, fault: "early")
      // Their silence would be noticed after a minute, in each of several launches.
      let code = job.end(within: 50)
      #expect(code == 70, "\(job.errors)")
      #expect(job.errors.contains("worker 1 is lost (its process is gone)"), "\(job.errors)")
    }
  }

  @Test(.enabled(if: allTestsAreWanted, "a minute of starting"))
  func `two hundred workers on few cores start in one launch and cost no trial`() throws {
    let text = """
      name: many-workers
      theory: {name: two_features, strength: {linear: [1, 5, 400]}, steps: 100}

      """
    try Sample.withCalmRun(text) { folder in
      let job = try Job(
        ["run", "\(folder)/sweep.yaml", "-o", "\(folder)/a.h5", "--workers", "200"])
      #expect(job.end(within: 300) == 0, "\(job.errors)")
      #expect(!job.errors.contains("anew") && !job.errors.contains("lost"), "\(job.errors)")
      #expect(try ResultsReader("\(folder)/a.h5").values(of: "attempts").values.max() == 1)
      try Sample.check(folder)
    }
  }

  @Test(arguments: ["kill", "trap", "memory"])
  func `a trial that ends its workers is failed and the rest completes`(kind: String) throws {
    try Sample.withCalmRun { folder in
      let job = try Job(
        Sample.run(folder, "a", "--workers", "2", "--snapshot-every", "0.001"),
        fault: "\(kind):trial=4,step=5",
        limits: kind == "memory" ? "ulimit -v \(Self.fewAddresses)" : nil)
      #expect(job.end() == 0, "\(job.errors)")
      try Sample.expectOnlyFourFailed(in: folder, reason: "were lost while they ran it")
    }
  }

  @Test func `a trial that ends its workers is failed where there is only one at a time`() throws {
    try Sample.withCalmRun { folder in
      let job = try Job(Sample.run(folder, "a", "--workers", "1"), fault: "kill:trial=4,step=5")
      #expect(job.end() == 0, "\(job.errors)")
      try Sample.expectOnlyFourFailed(in: folder, reason: "one of an earlier run")
    }
  }

  @Test(arguments: [0, 2])
  func `a trial that passes its time limit is failed and the rest completes`(
    workers: Int
  ) throws {
    try Sample.withCalmRun { folder in
      let job = try Job(
        Sample.run(folder, "a", "--workers", "\(workers)", "--trial-limit", "1.5"),
        fault: "loop:trial=4,step=5")
      #expect(job.end() == 0, "\(job.errors)")
      try Sample.expectOnlyFourFailed(in: folder, reason: "passed its limit of 1.5 s at step 5")
    }
  }

  @Test func `a trial that hangs past its time limit is failed and the rest completes`() throws {
    try Sample.withCalmRun { folder in
      let job = try Job(
        Sample.run(folder, "a", "--workers", "2", "--trial-limit", "1"),
        fault: "hang:trial=4,step=5")
      #expect(job.end() == 0, "\(job.errors)")
      try Sample.expectOnlyFourFailed(in: folder, reason: "were lost while they ran it")
    }
  }

  @Test(arguments: allTestsAreWanted ? [0, 1] : [1])
  func `a rank killed while MPI starts does not keep the others waiting`(rank: Int) throws {
    try Sample.withCalmRun { folder in
      let job = try Job(Sample.run(folder, "a", "--workers", "2"))
      var victim: Int32?
      _ = job.wait {
        victim = job.rank(rank)
        return victim != nil
      }
      kill(try #require(victim, "\(job.errors)"), SIGKILL)
      // The others see that it is gone, or the launcher, where it was the coordinator.
      let status = job.end(within: 90)
      #expect(status == 75 || status == 0, "\(String(describing: status)): \(job.errors)")
      // By their watch alone they would wait for 30 s.
      #expect(job.seconds < 30)
      let again = try Job(Sample.run(folder, "a", "--workers", "2", "--resume"))
      #expect(again.end() == 0, "\(again.errors)")
      try Sample.check(folder)
    }
  }

  @Test(.enabled(if: launcherIsOpenMPI, "another MPI's launcher ends the job itself"))
  func `where the first rank is lost while MPI starts, the second tells it, and it alone`() throws {
    try withTemporaryDirectory { folder in
      try Sample.text.write(toFile: "\(folder)/sweep.yaml", atomically: true, encoding: .utf8)
      let starter = ["mpirun", "--enable-recovery", "--oversubscribe", "-n", "4"]
      let asRoot = ["OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"]
      let job = try Job(Sample.run(folder, "a"), under: starter, variables: asRoot)
      var first: Int32?
      _ = job.wait {
        first = job.rank(0)
        return first != nil
      }
      kill(try #require(first, "\(job.errors)"), SIGKILL)
      // Open MPI's launcher ends with 0 where it may lose ranks.
      _ = try #require(job.end(within: 90))
      #expect(job.seconds < 30)
      let said = job.errors.components(separatedBy: "MPI does not start: a rank was lost")
      #expect(said.count == 2, "\(job.errors)")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(names == ["sweep.yaml"])
    }
  }

  @Test func `a launcher that hangs and loses the coordinator is replaced`() throws {
    try Sample.withCalmRun { folder in
      let job = try Job(
        Sample.run(folder, "a", "--workers", "2", "--snapshot-every", "0.03"), fault: "slow")
      _ = job.wait { FileManager.default.fileExists(atPath: "\(folder)/a.h5") }
      let launcher = try #require(job.launcher, "\(job.errors)")
      let coordinator = try #require(job.rank(0), "\(job.errors)")
      // It cannot see how the coordinator ends, which stays a process that nobody asks about.
      kill(launcher, SIGSTOP)
      kill(coordinator, SIGKILL)
      #expect(job.end(within: 90) == 0, "\(job.errors)")
      try Sample.check(folder)
    }
  }
}
