import HeapModule
import Records
import Replays
import Rules
import Scheduling
import TestSupport

@testable import Orchestration

/// What the trials of a sweep with a rule record, if nobody stops them.
struct RuledTrials {
  let rule: Rule
  let checkpoints: Int
  let configurations: Int
  /// The numbers of each trial's checkpoints; fewer than `checkpoints` where it diverges.
  let courses: [[Double]]

  init(
    _ rule: Rule, trials: Int, configurations: Int, checkpoints: Int = 10, seed: UInt64
  ) {
    var random = SeededSource(seed: seed)
    self.rule = rule
    (self.configurations, self.checkpoints) = (configurations, checkpoints)
    courses = (0..<trials).map { _ in
      let length =
        Int.random(in: 0..<12, using: &random) == 0
        ? Int.random(in: 0..<checkpoints, using: &random) : checkpoints
      let level = Double(Int.random(in: 0..<5, using: &random))
      return (0..<length).map { checkpoint in
        Int.random(in: 0..<30, using: &random) == 0
          ? .nan : level + Double(Int.random(in: 0..<3, using: &random)) / Double(checkpoint + 1)
      }
    }
  }

  var rungs: [[Int]] {
    let own = (try? rule.checkpoints(steps: Array(0..<checkpoints))) ?? []
    return courses.map { _ in own }
  }

  /// What the rule decides, found without any run.
  var simulation: RuleSimulation {
    RuleSimulation(
      rule, configurations: configurations, rungs: rungs, courses: courses,
      isComplete: courses.map { $0.count == checkpoints })
  }

  func isComplete(_ trial: TrialID) -> Bool { courses[trial.number].count == checkpoints }

  func outcome(of trial: TrialID) -> TrialOutcome {
    let steps = courses[trial.number].count
    return isComplete(trial)
      ? .complete(steps: steps) : .diverged(steps: steps, reason: "the numbers end")
  }

  func record(of trial: TrialID, at checkpoint: Int) -> CheckpointRecord {
    CheckpointRecord(
      checkpoint: checkpoint, step: checkpoint, values: [courses[trial.number][checkpoint]])
  }

  /// A sweep that goes on from what a sink holds.
  func job(after sink: KeepingSink) -> SweepJob {
    let trials = courses.indices.map { TrialID($0) }
    let statuses = trials.map { sink.closings[$0]?.last ?? .pending }
    var engine = RuleEngine(rule, configurations: configurations, rungs: rungs)
    let rows = trials.map { trial in
      (sink.rows[trial] ?? [:]).sorted { $0.key < $1.key }.map(\.value)
    }
    engine.take(
      RecordedCourses(
        courses: rows.map { $0.map { $0.values[0] } }, steps: rows.map { $0.map(\.step) },
        statuses: statuses, seconds: statuses.map { _ in 1 }))
    let flops = courses.indices.map { Double(1 + $0 % 5) }
    var job = SweepJob(
      payload: payload, flops: flops, closed: Set(trials.filter { statuses[$0.number].isClosed }))
    job.rule = SweepRule(
      engine, column: 0, steps: courses.map { _ in Array(0..<checkpoints) }, flops: flops)
    return job
  }
}

/// Workers of unequal speed in virtual time, which are killed and come back, under a coordinator that is killed and
/// started again. Their snapshots are those of trials that wait; a worker that goes on from one reports its rows again.
struct VirtualSweep {
  private struct VirtualWorker {
    var life = 0
    var secondsPerRow = 1.0
    var queue: [Assignment] = []
    var current: Assignment?
    var next = 0
  }

  private enum Kind {
    case step(worker: Int, life: Int)
    case back(worker: Int)
    case tick
  }

  private struct Happening: Comparable {
    let time: Double
    let number: Int
    let kind: Kind

    static func == (a: Happening, b: Happening) -> Bool { a.number == b.number }
    static func < (a: Happening, b: Happening) -> Bool {
      a.time == b.time ? a.number < b.number : a.time < b.time
    }
  }

  let trials: RuledTrials
  private(set) var sink = KeepingSink()
  /// Seconds that workers spent on rows, those that came to nothing included.
  private(set) var busySeconds = 0.0
  private(set) var now = 0.0
  private var ledger: SweepLedger<KeepingSink>
  private var workers: [VirtualWorker]
  private var snapshots: [Int]
  private var happenings: Heap<Happening> = []
  private var nextTick = Double.infinity
  private var count = 0
  private var random: SeededSource

  init(_ trials: RuledTrials, workers: Int, seed: UInt64) {
    self.trials = trials
    random = SeededSource(seed: seed)
    self.workers = (0..<workers).map { _ in VirtualWorker() }
    for worker in self.workers.indices {
      self.workers[worker].secondsPerRow = Double.random(in: 1...8, using: &random)
    }
    snapshots = trials.courses.map { _ in 0 }
    ledger = Self.ledger(trials, KeepingSink())
  }

  private static func ledger(
    _ trials: RuledTrials, _ sink: KeepingSink
  ) -> SweepLedger<KeepingSink> {
    var job = trials.job(after: sink)
    // Only what happens to workers is tried here, not what is concluded from it about trials.
    job.scheduling.patience = 1e12
    job.scheduling.deathsAllowed = .max
    job.scheduling.massFailuresAllowed = .max
    return SweepLedger(job, sink: sink, observer: SweepObserver())
  }

  /// Runs the sweep to its end.
  ///
  /// - Parameters:
  ///   - kills: How many workers are killed on the way.
  ///   - resumes: How often the coordinator is.
  mutating func run(kills: Int = 0, resumes: Int = 0) throws {
    try start()
    var (kills, resumes) = (kills, resumes)
    while !ledger.scheduler.isFinished, let next = happenings.popMin() {
      now = next.time
      try happen(next.kind)
      if kills > 0, Int.random(in: 0..<20, using: &random) == 0 {
        kills -= 1
        try kill(Int.random(in: 0..<workers.count, using: &random))
      }
      if resumes > 0, Int.random(in: 0..<40, using: &random) == 0 {
        resumes -= 1
        try startAgain()
      }
    }
    sink = ledger.sink
  }

  var isFinished: Bool { ledger.scheduler.isFinished }

  private mutating func start() throws {
    try carryOut(ledger.begin(at: now))
    for worker in workers.indices { try note(.arrived(worker: WorkerID(worker + 1))) }
  }

  private mutating func startAgain() throws {
    ledger = Self.ledger(trials, ledger.sink)
    for worker in workers.indices { forget(worker) }
    happenings = []
    nextTick = .infinity
    try start()
  }

  private mutating func forget(_ worker: Int) {
    workers[worker].life += 1
    workers[worker].queue = []
    workers[worker].current = nil
  }

  private mutating func kill(_ worker: Int) throws {
    forget(worker)
    try note(.lost(worker: WorkerID(worker + 1), reason: "killed"))
    add(.back(worker: worker), after: 5)
  }

  private mutating func happen(_ kind: Kind) throws {
    switch kind {
    case .step(let worker, let life):
      if workers[worker].life == life { try step(worker) }
    case .back(let worker):
      forget(worker)
      try note(.left(worker: WorkerID(worker + 1)))
      try note(.arrived(worker: WorkerID(worker + 1)))
    case .tick:
      nextTick = .infinity
      try carryOut(ledger.tick(at: now))
    }
  }

  private mutating func step(_ worker: Int) throws {
    guard let assignment = workers[worker].current else { return }
    let (trial, checkpoint) = (assignment.trial, workers[worker].next)
    let id = WorkerID(worker + 1)
    guard checkpoint < trials.courses[trial.number].count else {
      return try end(worker, assignment)
    }
    busySeconds += seconds(of: worker, trial)
    let life = workers[worker].life
    try carryOut(
      ledger.take(
        trials.record(of: trial, at: checkpoint), of: assignment, from: id, at: now))
    guard workers[worker].life == life, workers[worker].current == assignment else { return }
    workers[worker].next += 1
    guard assignment.until == checkpoint else {
      if trials.isComplete(trial), checkpoint == trials.checkpoints - 1 {
        return try end(worker, assignment)
      }
      return add(.step(worker: worker, life: life), after: seconds(of: worker, trial))
    }
    snapshots[trial.number] = max(snapshots[trial.number], checkpoint + 1)
    workers[worker].current = nil
    try note(.paused(worker: id, assignment, seconds: 1))
    startNext(worker)
  }

  private mutating func end(_ worker: Int, _ assignment: Assignment) throws {
    workers[worker].current = nil
    let attempt = FinishedAttempt(
      assignment, trials.outcome(of: assignment.trial), seconds: 1)
    try note(.finished(worker: WorkerID(worker + 1), [attempt]))
    startNext(worker)
  }

  private mutating func startNext(_ worker: Int) {
    guard workers[worker].current == nil, !workers[worker].queue.isEmpty else { return }
    let assignment = workers[worker].queue.removeFirst()
    workers[worker].current = assignment
    workers[worker].next = 0
    // Its life stands for one trial, too, so that a step of a trial that was left comes to nothing.
    workers[worker].life += 1
    add(
      .step(worker: worker, life: workers[worker].life),
      after: seconds(of: worker, assignment.trial))
  }

  /// How long a worker takes for its next row of a trial: no time where its snapshot has it.
  private func seconds(of worker: Int, _ trial: TrialID) -> Double {
    workers[worker].next < snapshots[trial.number] ? 0 : workers[worker].secondsPerRow
  }

  private mutating func note(_ event: SchedulerEvent) throws {
    try carryOut(ledger.note(event, at: now))
  }

  private mutating func carryOut(_ decisions: [SchedulerDecision]) throws {
    for decision in decisions {
      switch decision {
      case .assign(let worker, let assignments):
        workers[worker.number - 1].queue += assignments
        startNext(worker.number - 1)
      case .recall(let worker, let wanted):
        let unbegun = workers[worker.number - 1].queue.filter { wanted.contains($0) }
        workers[worker.number - 1].queue.removeAll { wanted.contains($0) }
        try note(.returned(worker: worker, unbegun))
      case .leave(let worker, let assignment):
        workers[worker.number - 1].queue.removeAll { $0 == assignment }
        guard workers[worker.number - 1].current == assignment else { continue }
        workers[worker.number - 1].current = nil
        startNext(worker.number - 1)
      case .record, .drop, .readmit, .remember: break
      }
    }
    // The scheduler says again when it wants the next; one that comes too early does no harm.
    guard let tick = ledger.scheduler.nextTick, tick < min(nextTick, 1e9) else { return }
    nextTick = max(tick, now)
    add(.tick, after: nextTick - now)
  }

  private mutating func add(_ kind: Kind, after seconds: Double) {
    count += 1
    happenings.insert(Happening(time: now + seconds, number: count, kind: kind))
  }
}
