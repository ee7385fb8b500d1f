import Foundation
import Results
import Sweep
import TestSupport
import Testing

enum Receiver: CaseIterable {
  case program, launcher, coordinator, worker
}

@Suite(.serialized) struct SignalTests {
  @Test(
    arguments: Receiver.allCases, allTestsAreWanted ? [SIGTERM, SIGINT, SIGUSR1] : [SIGTERM])
  func `a signal to anyone ends a run in good order within 10 s`(
    _ receiver: Receiver, _ signal: Int32
  ) throws {
    try Sample.withCalmRun { folder in
      // Open MPI's launcher passes on SIGTERM and SIGINT after 3 s: the sweep must take longer.
      let fault = Array(repeating: "slow", count: receiver == .launcher ? 8 : 1)
      let job = try Job(
        Sample.run(folder, "a", "--workers", "2"), fault: fault.joined(separator: ";"))
      try #require(job.wait { isTraining("\(folder)/a.h5") }, "\(job.errors)")
      let process =
        switch receiver {
        case .program: job.identifier
        case .launcher: job.launcher
        case .coordinator: job.rank(0)
        case .worker: job.rank(2)
        }
      let begin = Date()
      kill(try #require(process), signal)
      #expect(job.end(within: 15) == 75, "\(job.errors)")
      #expect(Date().timeIntervalSince(begin) < 10)
      try expectSnapshots(folder)
      let again = try Job(Sample.run(folder, "a", "--workers", "2", "--resume"))
      #expect(again.end() == 0, "\(again.errors)")
      try Sample.check(folder)
    }
  }

  @Test func `a signal ends a run without MPI in good order`() throws {
    try Sample.withCalmRun { folder in
      let job = try Job(Sample.run(folder, "a", "--workers", "0"), fault: "slow")
      try #require(job.wait { isTraining("\(folder)/a.h5") }, "\(job.errors)")
      kill(job.identifier, SIGUSR1)
      #expect(job.end(within: 10) == 75, "\(job.errors)")
      try expectSnapshots(folder)
      let again = try Job(Sample.run(folder, "a", "--workers", "2", "--resume"))
      #expect(again.end() == 0, "\(again.errors)")
      try Sample.check(folder)
    }
  }

  private func isTraining(_ file: String) -> Bool {
    guard FileManager.default.fileExists(atPath: file) else { return false }
    return (try? ResultsReader(file).statuses().contains(.running)) ?? false
  }

  private func expectSnapshots(_ folder: String) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/a.h5.snapshots")
    #expect(names.contains { $0.hasPrefix("trial-") }, "\(names)")
  }
}
