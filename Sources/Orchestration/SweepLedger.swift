import Logging
import Platform
import Records
import Scheduling

/// What a coordinator, or a process that runs a sweep alone, keeps of the sweep: the scheduler, the sink that takes
/// what it decides, and when the sink is flushed and progress is reported to people.
struct SweepLedger<Sink: RecordSink> {
  private(set) var scheduler: Scheduler
  private(set) var sink: Sink
  let observer: SweepObserver
  private let closedBefore: Int
  private let start = monotonicSeconds()
  private var flushTimer: PeriodicTimer
  private var progressTimer = PeriodicTimer(every: 0.1)
  /// Checkpoints and statuses that the sink has taken since it was flushed.
  private var unflushedCount = 0

  init(_ job: SweepJob, sink: Sink, observer: SweepObserver) {
    scheduler = job.scheduler
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
    return try recorded(scheduler.handle(event, at: now))
  }

  /// Lets the scheduler decide what time alone decides, and records it, as `note` does.
  mutating func tick(at now: Double) throws -> [SchedulerDecision] {
    try recorded(scheduler.tick(at: now))
  }

  private mutating func recorded(_ decisions: [SchedulerDecision]) throws -> [SchedulerDecision] {
    for decision in decisions {
      observer.logger.log(decision)
      switch decision {
      case .record(let record):
        unflushedCount += 1
        try sink.setStatus(record)
      case .remember(let failures): sink.setFailureHistory(failures)
      case .assign, .recall, .drop, .readmit: break
      }
    }
    return decisions
  }

  /// Takes a checkpoint's record, unless it comes from a worker that no longer has the trial.
  mutating func take(
    _ record: CheckpointRecord, of assignment: Assignment, from worker: WorkerID
  ) throws {
    guard scheduler.isCurrent(assignment, of: worker) else { return }
    unflushedCount += 1
    observer.logger.trace(
      "checkpoint",
      metadata: ["trial": "\(assignment.trial)", "checkpoint": "\(record.checkpoint)"])
    try sink.record(record, of: assignment.trial)
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
