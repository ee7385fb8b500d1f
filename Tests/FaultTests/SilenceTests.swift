import Foundation
import Results
import Sweep
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

  @Test func `a worker that observes for longer than the patience is not given up`() throws {
    // Evaluating takes about twice the patience; each batch of it gives a sign of life.
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

  private func attempts(_ file: String) throws -> [Double] {
    try ResultsReader(file).values(of: "attempts").values
  }
}
