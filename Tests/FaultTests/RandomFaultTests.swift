import Foundation
import Results
import TestSupport
import Testing

/// Every fault of the table, at random moments of runs under MPI.
@Suite(.serialized) struct RandomFaultTests {
  private static let rounds: UInt64 = 4
  private static let patience = 1.0

  @Test(.enabled(if: allTestsAreWanted), arguments: Fault.allCases, 0..<rounds)
  func `whatever befalls a run, it or the next one ends with a calm run's results`(
    fault: Fault, round: UInt64
  ) throws {
    var random = SeededSource(seed: round)
    try Sample.withCalmRun { folder in
      let job = try start(folder)
      let file = "\(folder)/a.h5"
      try #require(job.wait { FileManager.default.fileExists(atPath: file) }, "\(job.errors)")
      Thread.sleep(forTimeInterval: Double.random(in: 0...1.5, using: &random))
      try strike(fault, job, worker: Int.random(in: 1...2, using: &random), folder)
      let status = job.end(within: 60)
      #expect(expected(fault).contains(status ?? -1), "\(job.errors)")
      if fault == .movedName { try moveBack(folder) }
      let again = try start(folder)
      #expect(again.end() == 0, "\(again.errors)")
      #expect(!again.errors.contains("failed"), "\(again.errors)")
      try Sample.check(folder, "a", "\(fault) \(round)")
    }
  }

  private func start(_ folder: String) throws -> Job {
    try Job(
      Sample.run(folder, "a", "--workers", "2", "--resume", "--patience", "\(Self.patience)"),
      fault: "slow;slow;slow")
  }

  /// Exit codes that a fault may lead to; 0 where it came too late, too.
  private func expected(_ fault: Fault) -> [Int32] {
    switch fault {
    case .delay, .stall, .silence, .death: [0]
    case .leave, .failingWrite: [0, 75]
    case .movedName: [0, 73]
    }
  }

  private func strike(_ fault: Fault, _ job: Job, worker: Int, _ folder: String) throws {
    guard let coordinator = job.rank(0), let victim = job.rank(worker) else { return }
    switch fault {
    case .delay: pause(victim, seconds: 0.5 * Self.patience)
    case .stall: pause(coordinator, seconds: 2 * Self.patience)
    case .silence: pause(victim, seconds: 2.5 * Self.patience)
    case .leave: kill(victim, SIGTERM)
    case .death: kill(victim, SIGKILL)
    case .failingWrite: _ = try run("/usr/bin/prlimit", ["--pid", "\(coordinator)", "--fsize=1"])
    case .movedName: rename("\(folder)/a.h5", "\(folder)/moved.h5")
    }
  }

  private func pause(_ process: Int32, seconds: Double) {
    kill(process, SIGSTOP)
    Thread.sleep(forTimeInterval: seconds)
    kill(process, SIGCONT)
  }

  private func moveBack(_ folder: String) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder)
    where name.contains("rescued") {
      try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
    rename("\(folder)/moved.h5", "\(folder)/a.h5")
  }
}
