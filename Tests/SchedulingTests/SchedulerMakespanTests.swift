import Foundation
import Records
import Scheduling
import Testing

/// Costs over three decades, and times that differ from what they promise by up to a fifth.
private func unequalTrials(_ count: Int, seed: UInt64) -> (flops: [Double], seconds: [Double]) {
  var random = SeededGenerator(seed: seed)
  let flops = (0..<count).map { _ in 1e9 * pow(10, Double.random(in: 0...3, using: &random)) }
  let seconds = flops.map { 0.005 + 2e-11 * $0 * Double.random(in: 0.8...1.2, using: &random) }
  return (flops, seconds)
}

@Test(arguments: [1, 2, 3, 8, 16], [1, 2, 3] as [UInt64])
func `unequal trials take at most a twentieth longer than the bound`(workers: Int, seed: UInt64) {
  let (flops, seconds) = unequalTrials(400, seed: seed)
  var force = Workforce(
    Scheduler(flops: flops), seconds: seconds, workers: workers, latency: 0.002)
  let makespan = force.run()
  let bound = max(seconds.reduce(0, +) / Double(workers), seconds.max() ?? 0)
  #expect(makespan <= 1.05 * bound)
  #expect(force.closings.count == 400 && force.closings.values.allSatisfy { $0 == 1 })
}

@Test func `tiny trials take at most a twentieth longer than the bound and few messages`() {
  let seconds = Array(repeating: 0.0005, count: 40_000)
  var force = Workforce(
    Scheduler(flops: Array(repeating: 1e6, count: 40_000)), seconds: seconds, workers: 4,
    latency: 0.001)
  #expect(force.run() <= 1.05 * 5)  // 40 000 × 0.5 ms on four workers
}

@Test(arguments: [TrialStatus.failed, .diverged], [1, 100])
func `trials that are cut short at once travel in batches as complete ones do`(
  ending: TrialStatus, completeEvery: Int
) {
  // A hundredth of them, or none, is complete after 20 ms.
  let isComplete = { (trial: Int) in completeEvery > 1 && trial % completeEvery == 0 }
  let seconds = (0..<40_000).map { isComplete($0) ? 0.02 : 2e-5 }
  var force = Workforce(
    Scheduler(flops: Array(repeating: 1e6, count: 40_000)), seconds: seconds, workers: 2,
    latency: 0.005)
  force.ending = { isComplete($0.number) ? .complete : ending }
  let work = seconds.reduce(0, +) / 2
  // The first batches grow from one, and the last shrink; each costs two latencies, and alone a trial would take 200 s.
  #expect(force.run() <= 1.5 * work + 0.3)
  #expect(force.closings.count == 40_000 && force.closings.values.allSatisfy { $0 == 1 })
}

@Test func `costs that the model misjudges are evened out by recalls`() {
  var random = SeededGenerator(seed: 5)
  let seconds = (0..<300).map { _ in pow(10, Double.random(in: -2...0.5, using: &random)) }
  var force = Workforce(
    Scheduler(flops: Array(repeating: 1, count: 300)), seconds: seconds, workers: 4,
    latency: 0.002)
  let bound = seconds.reduce(0, +) / 4
  // Nothing tells long from short: the last of 3.2 s may begin last, and no schedule knows better.
  #expect(force.run() <= bound + 3.2)
}

@Test func `trials begin costliest first as long as there are any ahead`() {
  let (flops, seconds) = unequalTrials(200, seed: 9)
  var force = Workforce(Scheduler(flops: flops), seconds: seconds, workers: 1, latency: 0.001)
  _ = force.run()
  let begun = force.starts.map { flops[$0.trial.number] }
  #expect(begun == flops.sorted(by: >))
}

@Test func `the cost model finds both terms of a line`() {
  var model = SchedulerCostModel(meanFlops: 5e9)
  for round in 0..<50 {
    let flops = 1e9 * Double(1 + round % 10)
    model.learn(flops: flops, seconds: 0.25 + 2e-10 * flops)
  }
  #expect(abs(model.secondsPerTrial - 0.25) < 1e-9)  // rounding: the points lie on the line
  #expect(abs(model.secondsPerFlop - 2e-10) < 1e-18)
  #expect(abs(model.seconds(flops: 3e9, count: 2) - 1.1) < 1e-8)
}

@Test func `the cost model never predicts less time for more operations`() {
  var model = SchedulerCostModel(meanFlops: 1)
  model.learn(flops: 1, seconds: 3)
  model.learn(flops: 2, seconds: 2)
  model.learn(flops: 3, seconds: 1)
  #expect(model.secondsPerFlop == 0)
  #expect((1...3).contains(model.secondsPerTrial))
}

@Test func `ten thousand workers are served within a twentieth of the bound`() {
  let (trials, workers) = (100_000, 10_000)
  let seconds = (0..<trials).map { 20 + Double($0 % 100) }
  var settings = SchedulerSettings()
  settings.patience = 1e6  // the simulated workers send no heartbeats
  var force = Workforce(
    Scheduler(flops: seconds.map { 1e9 * $0 }, settings: settings), seconds: seconds,
    workers: workers, latency: 0.002)
  let makespan = force.run()
  #expect(makespan <= 1.05 * seconds.reduce(0, +) / Double(workers))
  #expect(force.closings.count == trials && force.closings.values.allSatisfy { $0 == 1 })
  #expect(force.messages <= 4 * trials)
}

@Test(
  .enabled(if: ProcessInfo.processInfo.environment["DYNSWEEP_TEST_ALL"] == "1"),
  arguments: [1.0, 10, 100])
func `a hundred thousand workers are served a million trials`(meanSeconds: Double) {
  let (trials, workers) = (1_000_000, 100_000)
  let seconds = (0..<trials).map { meanSeconds * (0.4 + 0.0012 * Double($0 % 1001)) }
  var settings = SchedulerSettings()
  settings.patience = 1e6  // the simulated workers send no heartbeats
  var force = Workforce(
    Scheduler(flops: seconds.map { 1e9 * $0 }, settings: settings), seconds: seconds,
    workers: workers, latency: 0.002)
  let begin = Date()
  let makespan = force.run()
  let spent = Date().timeIntervalSince(begin)
  let bound = seconds.reduce(0, +) / Double(workers)
  print(
    "100 000 workers, 1 000 000 trials of \(meanSeconds) s: utilisation \(bound / makespan), "
      + "\(Double(force.messages) / makespan) messages/s, "
      + "\(Double(force.messages) / Double(trials)) a trial, \(spent) s to simulate")
  // With ten trials a worker the last round is uneven.
  #expect(makespan <= 1.1 * bound)
  #expect(force.closings.count == trials && force.closings.values.allSatisfy { $0 == 1 })
}
