import Foundation
import Results
import TestSupport
import Testing

/// How often; all of them where the long tests are wanted too.
private let rounds = TestSupport.rounds(4, all: 50)

/// Kills at seeded moments: half of them anywhere in time, half at a seeded place in the work. The nets are kept, too.
@Suite(.serialized) struct RandomKillTests {
  @Test func `a worker killed at any moment costs nothing but time`() throws {
    var chance = SeededSource(seed: 1)
    var tally = WorkerTally()
    try Sample.withCalmRun(Sample.keeping) { folder in
      for round in 0..<rounds {
        let file = "\(folder)/a.h5"
        let arguments = Sample.run(folder, "a", "--workers", "2", "--snapshot-every", "0.03")
        let place = workerPlace(round, &chance)
        let job = try Job(arguments, fault: "slow" + place.fault)
        if let moment = place.moment { strike(job, at: moment, file, &tally, &chance) }
        let begin = Date()
        let status = job.end(within: 90)
        let seconds = Date().timeIntervalSince(begin)
        tally.late += seconds > 30 ? 1 : 0
        tally.slowestEnd = max(tally.slowestEnd, seconds)
        tally.resumed += status == 75 ? 1 : 0
        tally.unended += status == nil ? 1 : 0
        // A rank lost while MPI starts may end the launch, which is gone on with.
        #expect(status == 0 || status == 75, "round \(round), \(place): \(job.errors)")
        if status != 0 {
          let again = try Job(arguments + ["--resume"])
          #expect(again.end() == 0, "\(place): \(again.errors)")
        }
        try Sample.check(folder, "a", "round \(round), \(place)")
        tally.inTrial += try attemptCount(file) - Sample.trials
        tally.kills += 1
        if tally.kills % 50 == 0 { print("random kills of workers: \(tally)") }
        try FileManager.default.removeItem(atPath: file)
      }
    }
    print("random kills of workers: \(tally)")
    // Most of the moments lie within training.
    #expect(tally.inTrial * 3 >= rounds)
  }

  private struct WorkerTally {
    var kills = 0
    var beforeFile = 0
    /// Those that cost a trial's attempt; of the others the worker had none, or nothing was left to do.
    var inTrial = 0
    /// Nobody was there any more.
    var tooLate = 0
    /// Jobs that ended with 75, and were gone on with.
    var resumed = 0
    /// Jobs that had not ended 30 s, and 90 s, after the kill.
    var late = 0
    var unended = 0
    var slowestEnd = 0.0
  }

  private struct WorkerPlace {
    var fault = ""
    var moment: Moment?
  }

  private func workerPlace(_ round: Int, _ chance: inout SeededSource) -> WorkerPlace {
    guard round % 2 == 0 else {
      let trial = Int.random(in: 0..<Sample.trials, using: &chance)
      let step = Int.random(in: 0...12, using: &chance)
      return WorkerPlace(fault: ";kill:trial=\(trial),step=\(step),attempt=1")
    }
    let seconds = Double.random(in: 0...0.8, using: &chance)
    return WorkerPlace(moment: round % 20 == 0 ? .start(seconds) : .file(seconds))
  }

  /// Kills a worker at `moment`, counted from when the worker is there.
  private func strike(
    _ job: Job, at moment: Moment, _ file: String, _ tally: inout WorkerTally,
    _ chance: inout SeededSource
  ) {
    let rank = Int.random(in: 1...2, using: &chance)
    var victim: Int32?
    _ = job.wait {
      victim = job.rank(rank)
      return victim != nil
    }
    moment.await(job, file: file)
    tally.beforeFile += FileManager.default.fileExists(atPath: file) ? 0 : 1
    guard let victim, job.isRunning, kill(victim, SIGKILL) == 0 else {
      tally.tooLate += 1
      return
    }
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
    try Sample.withCalmRun(Sample.keeping) { folder in
      let scene = try KillScene(workers: workers, folder: folder)
      for round in 0..<max(4, rounds / 2) {
        try scene.strike(scene.killing(round, &chance), &tally)
        try Sample.check(folder, "a", "round \(round)")
        if tally.kills % 25 == 0 { print("random kills, \(workers) workers: \(tally)") }
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
