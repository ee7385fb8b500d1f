import Foundation
import Platform
import Records
import Results
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

  /// Seconds after the start at which a signal comes.
  private static let early =
    allTestsAreWanted ? (1...50).map { 0.02 * Double($0) } : [0.1, 0.25, 0.4]

  @Test(arguments: early)
  func `a signal in a run's first second ends it with 75, or before anything is made`(
    after seconds: Double
  ) throws {
    try Sample.withCalmRun { folder in
      let fault = Array(repeating: "slow", count: 8).joined(separator: ";")
      let job = try Job(Sample.run(folder, "a", "--workers", "2"), fault: fault)
      Thread.sleep(forTimeInterval: seconds)
      kill(job.identifier, SIGTERM)
      let status = try #require(job.end(within: 30), "\(job.errors)")
      let isMade = FileManager.default.fileExists(atPath: "\(folder)/a.h5")
      #expect(status == 75 || (status == -SIGTERM && !isMade), "\(status): \(job.errors)")
    }
  }

  @Test func `a second signal ends a process that hangs and has nobody to end it`() throws {
    try Sample.withCalmRun { folder in
      let job = try Job(
        Sample.run(folder, "a", "--workers", "0"), fault: "hang:trial=4,step=5")
      try #require(job.wait { isTraining("\(folder)/a.h5") }, "\(job.errors)")
      Thread.sleep(forTimeInterval: 1)
      // As those do who send to a process and to its group.
      for _ in 0..<2 { kill(job.identifier, SIGTERM) }
      Thread.sleep(forTimeInterval: 2.5)
      #expect(job.isRunning)
      kill(job.identifier, SIGINT)
      #expect(job.end(within: 10) == -SIGINT)
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
