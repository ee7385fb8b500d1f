import Foundation
import Results
import Sweep
import TestSupport
import Testing

/// How often; all of them where the long tests are wanted too.
private let rounds = allTestsAreWanted ? 200 : 4

/// Kills at seeded moments: half of them anywhere in time, half at a seeded place in the work.
@Suite(.serialized) struct RandomKillTests {
  @Test func `a worker killed at any moment costs nothing but time`() throws {
    var chance = SeededSource(seed: 1)
    var attempts = 0
    var late = 0
    try Sample.withCalmRun { folder in
      for round in 0..<rounds {
        let arguments = Sample.run(folder, "a", "--workers", "2", "--snapshot-every", "0.03")
        let place = workerPlace(round, &chance)
        let job = try Job(arguments, fault: "slow" + place.fault)
        if let moment = place.seconds { strike(job, after: moment, &chance) }
        let status = job.end(within: 90)
        // Rank lost while MPI starts: given up after half a minute, and gone on with.
        late += status == 75 ? 1 : 0
        if status == 75 {
          let again = try Job(arguments + ["--resume"])
          #expect(again.end() == 0, "\(place): \(again.errors)")
        } else {
          #expect(status == 0, "round \(round), \(place): \(job.errors)")
        }
        try Sample.check(folder, "a", "round \(round), \(place)")
        attempts += try attemptCount("\(folder)/a.h5") - Sample.trials
        try FileManager.default.removeItem(atPath: "\(folder)/a.h5")
      }
    }
    print(
      "random kills of workers: \(rounds), of which \(attempts) struck a trial and \(late) MPI's start"
    )
    // Most of the moments lie within training.
    #expect(attempts * 3 >= rounds)
  }

  private struct WorkerPlace {
    var fault = ""
    var seconds: Double?
  }

  private func workerPlace(_ round: Int, _ chance: inout SeededSource) -> WorkerPlace {
    guard round % 2 == 0 else {
      let trial = Int.random(in: 0..<Sample.trials, using: &chance)
      let step = Int.random(in: 0...12, using: &chance)
      return WorkerPlace(fault: ";kill:trial=\(trial),step=\(step),attempt=1")
    }
    return WorkerPlace(seconds: Double.random(in: 0...0.9, using: &chance))
  }

  /// Kills a worker, `seconds` after it is there.
  private func strike(_ job: Job, after seconds: Double, _ chance: inout SeededSource) {
    let rank = Int.random(in: 1...2, using: &chance)
    var victim: Int32?
    _ = job.wait {
      victim = job.rank(rank)
      return victim != nil
    }
    usleep(UInt32(1e6 * seconds))
    if let victim, job.isRunning { kill(victim, SIGKILL) }
  }

  @Test func `a coordinator or a whole job killed at any moment is gone on with`() throws {
    try killAndGoOn(workers: 2, seed: 2)
  }

  @Test func `a run without MPI killed at any moment is gone on with`() throws {
    try killAndGoOn(workers: 0, seed: 3)
  }

  private func killAndGoOn(workers: Int, seed: UInt64) throws {
    var chance = SeededSource(seed: seed)
    var tally = KillTally()
    try Sample.withCalmRun { folder in
      let scene = try KillScene(workers: workers, folder: folder)
      for round in 0..<max(4, rounds / 2) {
        try scene.strike(scene.killing(round, &chance), &tally)
        try Sample.check(folder, "a", "round \(round)")
        try FileManager.default.removeItem(atPath: scene.file)
      }
    }
    print("random kills of coordinators and jobs, \(workers) workers: \(tally)")
    #expect(tally.unended == 0)
    #expect(tally.inCreation > 0 && tally.atClose > 0)
  }

  private func attemptCount(_ file: String) throws -> Int {
    Int(try ResultsReader(file).values(of: "attempts").values.reduce(0, +))
  }
}
