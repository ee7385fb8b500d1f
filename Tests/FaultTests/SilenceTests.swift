import Foundation
import Platform
import Records
import Results
import SweepFiles
import TestSupport
import Testing

/// Workers that are silent for longer than the coordinator waits, and are not dead.
@Suite(.serialized) struct SilenceTests {
  @Test func `a worker that was stopped and comes back is fenced off`() throws {
    try Sample.withCalmRun { folder in
      // 2 s a trial: enough for all of it.
      let job = try Job(
        [
          "run", "\(folder)/sweep.yaml", "-o", "\(folder)/a.h5", "--workers", "2", "--patience",
          "1", "--snapshot-every", "0.03",
        ], fault: Array(repeating: "slow", count: 8).joined(separator: ";"))
      let file = "\(folder)/a.h5"
      let isTraining = job.wait {
        FileManager.default.fileExists(atPath: file)
          && (try? ResultsReader(file).statuses().count { $0 == .running }) == 2
      }
      try #require(isTraining, "\(job.errors)")
      let worker = try #require(job.rank(1))
      kill(worker, SIGSTOP)
      defer { kill(worker, SIGCONT) }
      #expect(job.wait { job.errors.contains("worker 1 is lost (silent for") }, "\(job.errors)")
      // Until the other one is at the trial that was taken away.
      #expect(job.wait { (try? attempts(file).contains(2)) ?? false }, "\(job.errors)")
      kill(worker, SIGCONT)
      #expect(job.end() == 0, "\(job.errors)")
      #expect(job.errors.contains("worker 1 is back"), "\(job.errors)")
      try Sample.check(folder)
      // Nothing was failed, and it has trained again since.
      #expect(try attempts(file).reduce(0, +) == Double(Sample.trials) + 1)
      #expect(try ResultsReader(file).values(of: "worker").values.contains(1))
    }
  }

  @Test(.enabled(if: allTestsAreWanted, "a minute of waiting"))
  func `a coordinator to which MPI does not return is followed by another`() throws {
    try Sample.withCalmRun { folder in
      // The second launch has fewer messages than that.
      let job = try Job(
        Sample.run(folder, "a", "--workers", "2", "--snapshot-every", "0.03"),
        fault: "slow;stuck:rank=0,message=30")
      #expect(job.end(within: 120) == 0, "\(job.errors)")
      #expect(job.errors.contains("MPI did not return from a call of rank 0 for 30 s"))
      #expect(job.errors.contains("the coordinator was lost; launching anew"), "\(job.errors)")
      try Sample.check(folder)
    }
  }

  @Test(.enabled(if: allTestsAreWanted, "a minute of waiting"))
  func `a worker to which MPI does not return is lost, and its trials are run by others`() throws {
    try Sample.withCalmRun { folder in
      let job = try Job(
        Sample.run(folder, "a", "--workers", "2", "--snapshot-every", "0.03"),
        fault: "slow;stuck:rank=1,message=3")
      #expect(job.end(within: 120) == 0, "\(job.errors)")
      #expect(job.errors.contains("MPI did not return from a call of rank 1 for 30 s"))
      try Sample.check(folder)
    }
  }

  @Test func `a worker that observes for longer than the patience is not given up`() throws {
    // Evaluating takes about twice the patience; each batch of it gives a heartbeat.
    let text = """
      name: long
      task: {name: lag-echo, batch: 4, length: 400, lag: 3, validation_samples: 16000}
      model: {width: 16}
      training: {steps: 1, checkpoints: {count: 2}}
      replicates: 2

      """
    try Sample.withCalmRun(text) { folder in
      let seconds = try ResultsReader("\(folder)/calm.h5").values(of: "seconds").values[0]
      let job = try Job(
        [
          "run", "\(folder)/sweep.yaml", "-o", "\(folder)/a.h5", "--workers", "2", "--patience",
          "\(seconds / 5)",
        ])
      #expect(job.end() == 0, "\(job.errors)")
      #expect(!job.errors.contains("is lost"), "\(job.errors)")
      try Sample.check(folder)
    }
  }

  @Test func `a coordinator that was away blames nobody for its own silence`() throws {
    try Sample.withCalmRun { folder in
      let job = try Job(
        Sample.run(folder, "a", "--workers", "2", "--patience", "1"), fault: slow(8))
      try #require(job.wait { running("\(folder)/a.h5") == 2 }, "\(job.errors)")
      let coordinator = try #require(job.rank(0))
      kill(coordinator, SIGSTOP)
      Thread.sleep(forTimeInterval: 2)
      kill(coordinator, SIGCONT)
      Thread.sleep(forTimeInterval: 0.3)
      kill(job.identifier, SIGTERM)
      #expect(job.end() == 75, "\(job.errors)")
      #expect(!job.errors.contains("is lost") && !job.errors.contains("anew"), "\(job.errors)")
      try restore(folder)
    }
  }

  @Test func `an interruption after a loss fails no trial`() throws {
    try Sample.withCalmRun { folder in
      let job = try Job(
        Sample.run(folder, "a", "--workers", "3"), fault: slow(8) + ";kill:trial=4,step=5,attempt=1"
      )
      let file = "\(folder)/a.h5"
      let isTriedAgain = job.wait {
        FileManager.default.fileExists(atPath: file)
          && (try? attempts(file)[4] == 2 && ResultsReader(file).statuses()[4] == .running) ?? false
      }
      try #require(isTriedAgain, "\(job.errors)")
      kill(job.identifier, SIGTERM)
      #expect(job.end() == 75, "\(job.errors)")
      try restore(folder)
    }
  }

  /// Nothing has failed; the rest completes as it would have in a calm run.
  private func restore(_ folder: String) throws {
    #expect(try !ResultsReader("\(folder)/a.h5").statuses().contains(.failed))
    let again = try Job(Sample.run(folder, "a", "--workers", "2", "--resume"))
    #expect(again.end() == 0, "\(again.errors)")
    try Sample.check(folder)
  }

  private func slow(_ times: Int) -> String {
    Array(repeating: "slow", count: times).joined(separator: ";")
  }

  private func running(_ file: String) -> Int {
    guard FileManager.default.fileExists(atPath: file) else { return 0 }
    return (try? ResultsReader(file).statuses().count { $0 == .running }) ?? 0
  }

  private func attempts(_ file: String) throws -> [Double] {
    try ResultsReader(file).values(of: "attempts").values
  }
}
