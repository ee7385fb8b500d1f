import Foundation
import Results
import Sweep
import TestSupport
import Testing

/// How often; all of them where the long tests are wanted too.
private let rounds = allTestsAreWanted ? 200 : 4

@Suite(.serialized) struct RandomKillTests {
  @Test func `a worker killed at any moment costs nothing but time`() throws {
    var chance = SystemRandomNumberGenerator()
    var attempts = 0
    try Sample.withCalmRun { folder in
      for round in 0..<rounds {
        let job = try Job(
          Sample.run(folder, "a", "--workers", "2", "--snapshot-every", "0.03"), fault: "slow")
        let wasThere = job.wait { FileManager.default.fileExists(atPath: "\(folder)/a.h5") }
        #expect(wasThere, "\(job.errors)")
        let victim = Int.random(in: 1...2, using: &chance)
        let process = job.rank(victim)
        let delay = Double.random(in: 0...0.8, using: &chance)
        usleep(UInt32(1e6 * delay))
        if let process, job.isRunning { kill(process, SIGKILL) }
        let status = job.end()
        #expect(status == 0, "round \(round), worker \(victim) after \(delay) s: \(job.errors)")
        try Sample.check(folder, "a", "round \(round), worker \(victim) after \(delay) s")
        attempts += try attemptCount("\(folder)/a.h5") - Sample.trials
        try FileManager.default.removeItem(atPath: "\(folder)/a.h5")
      }
    }
    print("random kills of workers: \(rounds), of which \(attempts) struck a trial")
    // Most of the moments lie within training.
    #expect(attempts * 4 >= rounds)
  }

  @Test func `a coordinator or a whole job killed at any moment is gone on with`() throws {
    try killAndGoOn(workers: 2)
  }

  @Test func `a run without MPI killed at any moment is gone on with`() throws {
    try killAndGoOn(workers: 0)
  }

  private func killAndGoOn(workers: Int) throws {
    var tally = Tally()
    try Sample.withCalmRun { folder in
      for round in 0..<rounds / 2 {
        try strike(workers, round, in: folder, &tally)
        try Sample.check(folder, "a", "round \(round)")
        try FileManager.default.removeItem(atPath: "\(folder)/a.h5")
      }
    }
    print("random kills of coordinators and jobs, \(workers) workers: \(tally)")
  }

  private struct Tally {
    var kills = 0
    var beforeFile = 0
    var inTraining = 0
    var afterwards = 0
    var keptTrials = 0
    var resumes = 0
  }

  /// Runs a sweep, kills it, and runs it again until it is complete.
  private func strike(
    _ workers: Int, _ round: Int, in folder: String, _ tally: inout Tally
  ) throws {
    let file = "\(folder)/a.h5"
    let arguments = Sample.run(
      folder, "a", "--workers", "\(workers)", "--snapshot-every", "0.03", "--resume")
    let job = try Job(arguments, fault: "slow")
    // Every other time the moments of making and of closing the file are tried more densely.
    let longest = workers == 0 ? 1.9 : 1.7
    usleep(UInt32(1e6 * Double.random(in: 0...(round % 2 == 0 ? longest : longest / 4))))
    let wasRunning = job.isRunning
    if round % 3 == 0, let coordinator = job.rank(0) {
      kill(coordinator, SIGKILL)
      let status = job.end(within: 90)
      #expect(!wasRunning || status == 75 || status == 0, "\(String(describing: status))")
    } else {
      job.killAll()
    }
    tally.kills += 1
    let before = try progress(file)
    tally.beforeFile += before == nil ? 1 : 0
    tally.afterwards += before?.statuses.allSatisfy { $0 == .complete } == true ? 1 : 0
    tally.inTraining += before?.statuses.contains { $0 != .complete } == true ? 1 : 0
    let again = try Job(arguments)
    let status = again.end()
    #expect(status == 0, "round \(round): \(again.errors)")
    tally.resumes += 1
    let after = try #require(try progress(file))
    for trial in 0..<Sample.trials where before?.statuses[trial] == .complete {
      tally.keptTrials += 1
      // Nothing complete is run again.
      #expect(before?.attempts[trial] == after.attempts[trial])
    }
  }

  private func progress(_ file: String) throws -> (statuses: [TrialStatus], attempts: [Double])? {
    guard FileManager.default.fileExists(atPath: file) else { return nil }
    let reader = try ResultsReader(file)
    return (try reader.statuses(), try reader.values(of: "attempts").values)
  }

  private func attemptCount(_ file: String) throws -> Int {
    Int(try ResultsReader(file).values(of: "attempts").values.reduce(0, +))
  }
}
