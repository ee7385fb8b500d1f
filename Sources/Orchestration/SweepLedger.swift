import Logging
import Platform
import Records
import Rules
import Scheduling

/// What a coordinator, or a process that runs a sweep alone, keeps of the sweep: the scheduler, the sink that takes
/// what it decides, and when the sink is flushed and progress is reported to people.
struct SweepLedger<Sink: RecordSink> {
  private(set) var scheduler: Scheduler
  private(set) var sink: Sink
  let observer: SweepObserver
  private var rule: SweepRule?
  private let closedBefore: Int
  private let start = monotonicSeconds()
  private var flushTimer: PeriodicTimer
  private var progressTimer = PeriodicTimer(every: 0.1)
  /// Checkpoints and statuses that the sink has taken since it was flushed.
  private var unflushedCount = 0

  init(_ job: SweepJob, sink: Sink, observer: SweepObserver) {
    scheduler = job.scheduler
    rule = job.rule
    closedBefore = scheduler.closedCount
    flushTimer = PeriodicTimer(every: job.flushSeconds)
    self.sink = sink
    self.observer = observer
  }

  /// Reports an event to the scheduler and records what it decides.
  ///
  /// - Returns: All its decisions; those that concern workers are still to be carried out.
  mutating func note(_ event: SchedulerEvent, at now: Double) throws -> [SchedulerDecision] {
    observer.logger.log(event)
    return try recorded(scheduler.handle(event, at: now), at: now)
  }

  /// Lets the scheduler decide what time alone decides, and records it, as `note` does.
  mutating func tick(at now: Double) throws -> [SchedulerDecision] {
    try recorded(scheduler.tick(at: now), at: now)
  }

  private mutating func recorded(
    _ decisions: [SchedulerDecision], at now: Double
  ) throws -> [SchedulerDecision] {
    var all = decisions
    for decision in decisions {
      observer.logger.log(decision)
      switch decision {
      case .record(let record):
        unflushedCount += 1
        try sink.setStatus(record)
        if let decided = rule?.end(of: record) { all += try follow(decided, at: now) }
      case .remember(let failures): sink.setFailureHistory(failures)
      case .assign, .recall, .leave, .drop, .readmit: break
      }
    }
    return all
  }

  /// Carries out what the rows and statuses of earlier runs decide, before anything else happens.
  ///
  /// - Returns: All decisions of the scheduler, as `note` does.
  mutating func begin(at now: Double) throws -> [SchedulerDecision] {
    let decided = rule?.decisions ?? []
    if !decided.isEmpty { try sink.record(decided) }
    var all: [SchedulerDecision] = []
    for decision in decided where decision.isStop { all += try stop(decision, at: now) }
    return all
  }

  /// Records what the rule has decided, and lets the scheduler act on it.
  private mutating func follow(
    _ decisions: [RuleDecision], at now: Double
  ) throws -> [SchedulerDecision] {
    guard !decisions.isEmpty else { return [] }
    unflushedCount += decisions.count
    try sink.record(decisions)
    var all: [SchedulerDecision] = []
    // In the order of trials, since the rule tells in no particular one.
    for decision in decisions.sorted() {
      let trial = TrialID(decision.trial)
      if decision.isStop {
        all += try stop(decision, at: now)
      } else if let stretch = rule?.stretch(of: trial) {
        all += try note(.released(trial, stretch), at: now)
      }
    }
    return all
  }

  private mutating func stop(
    _ decision: RuleDecision, at now: Double
  ) throws -> [SchedulerDecision] {
    let reason = rule?.reason(of: decision) ?? ""
    return try note(.pruned(TrialID(decision.trial), reason: reason), at: now)
  }

  /// Takes a checkpoint's record, unless it comes from a worker that no longer has the trial.
  ///
  /// - Returns: All decisions of the scheduler that follow from it, as `note` does.
  mutating func take(
    _ record: CheckpointRecord, of assignment: Assignment, from worker: WorkerID, at now: Double
  ) throws -> [SchedulerDecision] {
    guard scheduler.isCurrent(assignment, of: worker) else { return [] }
    unflushedCount += 1
    observer.logger.trace(
      "checkpoint",
      metadata: ["trial": "\(assignment.trial)", "checkpoint": "\(record.checkpoint)"])
    try sink.record(record, of: assignment.trial)
    guard let decided = rule?.take(record, of: assignment.trial) else { return [] }
    return try follow(decided, at: now)
  }

  mutating func flush() throws {
    let begin = monotonicSeconds()
    try sink.flush()
    guard unflushedCount > 0 else { return }
    observer.logger.debug(
      "flushed",
      metadata: ["entries": "\(unflushedCount)", "seconds": "\(monotonicSeconds() - begin)"])
    unflushedCount = 0
  }

  mutating func flushIfDue(at now: Double) throws {
    if flushTimer.isDue(at: now) { try flush() }
  }

  mutating func reportProgressIfDue(lostWorkers: Int = 0, at now: Double) {
    if progressTimer.isDue(at: now) { reportProgress(lostWorkers: lostWorkers, at: now) }
  }

  func reportProgress(lostWorkers: Int = 0, at now: Double) {
    observer.progress(
      SweepProgress(
        scheduler, closedBefore: closedBefore, lostWorkers: lostWorkers,
        secondsElapsed: now - start))
  }
}
