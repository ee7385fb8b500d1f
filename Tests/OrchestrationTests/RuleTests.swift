import Foundation
import Records
import Rules
import Scheduling
import Testing

@testable import Orchestration

private let measure = Measure("loss")

private let rules = [
  Rule(.halving(Rule.Ladder(eta: 3, rungs: 2), cohort: nil), by: measure),
  Rule(.halving(Rule.Ladder(eta: 2, rungs: 3), cohort: 9), by: measure),
  Rule(.hyperband(Rule.Ladder(eta: 2, rungs: 3)), by: Measure("loss", reduction: .best)),
  Rule(.median(rungs: 3, cohort: 6, startup: 2), by: measure),
  Rule(.threshold(Threshold(above: 3.5, times: 2, plateau: 4)), by: measure),
]

/// Trains trials of a table, one row a step.
private struct TableRunner: TrialRunner {
  let trials: RuledTrials
  var stepSeconds = 0.0

  mutating func run(
    trial: TrialID, attempt: Attempt, report: (CheckpointRecord) throws -> Void,
    heartbeat: (_ step: Int) throws -> Void
  ) throws -> TrialOutcome {
    for checkpoint in trials.courses[trial.number].indices {
      if stepSeconds > 0 { Thread.sleep(forTimeInterval: stepSeconds) }
      try heartbeat(checkpoint)
      try report(trials.record(of: trial, at: checkpoint))
    }
    return trials.outcome(of: trial)
  }
}

/// Checks that a sweep came to what the rule decides without any run: decisions, rows and statuses.
private func check(
  _ sink: KeepingSink, _ trials: RuledTrials, sourceLocation: SourceLocation = #_sourceLocation
) {
  let expected = trials.simulation
  #expect(sink.journal == expected.decisions.journal, sourceLocation: sourceLocation)
  for (number, stop) in expected.stops.enumerated() {
    let trial = TrialID(number)
    let status: TrialStatus =
      stop != nil ? .pruned : trials.isComplete(trial) ? .complete : .diverged
    let rows = stop.map { $0 + 1 } ?? trials.courses[number].count
    #expect(
      sink.closings[trial] == [status], "trial \(trial)", sourceLocation: sourceLocation)
    #expect(
      (sink.rows[trial] ?? [:]).keys.sorted() == Array(0..<rows), "trial \(trial)",
      sourceLocation: sourceLocation)
  }
}

@Suite struct RuleTests {
  @Test(arguments: rules)
  func `one process alone does what the rule says`(rule: Rule) throws {
    let trials = RuledTrials(rule, trials: 60, configurations: 30, seed: 3)
    var runner = TableRunner(trials: trials)
    var sink = KeepingSink()
    let ending = try runInProcess(
      trials.job(after: sink), runner: &runner, sink: &sink, isInterrupted: { false })
    #expect(ending == .finished)
    check(sink, trials)
  }

  @Test(arguments: rules, [1, 2, 4, 8])
  func `workers of unequal speed come to the same journal, rows and statuses`(
    rule: Rule, workers: Int
  ) throws {
    let trials = RuledTrials(rule, trials: 60, configurations: 30, seed: 3)
    let post = MemoryPost(size: workers + 1)
    for rank in 1...workers {
      Thread.detachNewThread {
        let transport = MemoryTransport(rank: rank, size: workers + 1, post: post)
        let worker = Worker(transport, as: here("kernel \(rank)")) { _ in
          TableRunner(trials: trials, stepSeconds: rank % 2 == 0 ? 0 : 0.0005)
        }
        try? worker.run()
      }
    }
    let coordinator = Coordinator(
      MemoryTransport(rank: 0, size: workers + 1, post: post),
      job: trials.job(after: KeepingSink()), sink: KeepingSink(), as: here(),
      isInterrupted: { false })
    #expect(try coordinator.run() == .finished)
    #expect(coordinator.hasEveryoneLeft)
    check(coordinator.sink, trials)
  }

  @Test(arguments: rules, [1, 2, 4, 8, 64])
  func `neither kills nor resumes change what is decided`(rule: Rule, workers: Int) throws {
    for seed in 0..<4 as Range<UInt64> {
      let trials = RuledTrials(rule, trials: 80, configurations: 40, seed: seed)
      var sweep = VirtualSweep(trials, workers: workers, seed: 100 + seed)
      try sweep.run(kills: 40, resumes: 10)
      #expect(sweep.isFinished)
      check(sweep.sink, trials)
    }
  }

  @Test func `ten thousand workers come to the same decisions`() throws {
    for rule in [rules[0], rules[2]] {
      let trials = RuledTrials(rule, trials: 20_000, configurations: 20_000, seed: 5)
      var sweep = VirtualSweep(trials, workers: 10_000, seed: 6)
      try sweep.run(kills: 100)
      #expect(sweep.isFinished)
      #expect(sweep.sink.journal == trials.simulation.decisions.journal)
    }
  }

  @Test func `a trial that waits keeps no worker from other work`() throws {
    // One worker, nine trials of one cohort: it brings all to the rung, then goes on with the best third.
    let trials = RuledTrials(rules[0], trials: 9, configurations: 9, seed: 1)
    var sweep = VirtualSweep(trials, workers: 1, seed: 2)
    try sweep.run()
    let rows = sweep.sink.rows.values.reduce(0) { $0 + $1.count }
    #expect(sweep.isFinished && rows < 9 * trials.checkpoints / 2)
  }
}
