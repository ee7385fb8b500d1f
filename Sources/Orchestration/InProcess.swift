import Platform
import Records
import Scheduling

/// Runs a sweep in this process alone, without messages: the same trials with the same results as under MPI.
///
/// - Parameters:
///   - runner: Made from the job's payload, as workers make theirs.
///   - isInterrupted: Asked before every trial, and at a runner's heartbeats.
/// - Returns: `.finished` or `.interrupted`.
/// - Throws: What the sink throws.
package func runInProcess<Runner: TrialRunner, Sink: RecordSink>(
  _ job: SweepJob, runner: inout Runner, sink: inout Sink,
  observer: SweepObserver = SweepObserver(),
  isInterrupted: @escaping () -> Bool = { ShutdownSignal.isRequested }
) throws -> SweepEnding {
  var executor = LocalExecutor(
    SweepLedger(job, sink: sink, observer: observer), isInterrupted: isInterrupted)
  defer { sink = executor.ledger.sink }
  let ending = try executor.run(with: &runner)
  try executor.ledger.flush()
  return ending
}

/// The only worker of a sweep in one process, which is also its coordinator.
private struct LocalExecutor<Sink: RecordSink> {
  var ledger: SweepLedger<Sink>
  private let worker: WorkerID = 0
  private let isInterrupted: () -> Bool
  private var queue: [Assignment] = []
  private var heartbeatTimer = PeriodicTimer(every: 0.002)
  private var sinkFailure: (any Error)?
  private var mustLeaveTrial = false
  /// Whether the trial at hand has come to the checkpoint at which it is to wait.
  private var isAtEnd = false
  /// Whether nothing more about the trial at hand counts.
  private var isLeft = false

  init(_ ledger: SweepLedger<Sink>, isInterrupted: @escaping () -> Bool) {
    self.ledger = ledger
    self.isInterrupted = isInterrupted
  }

  mutating func run<Runner: TrialRunner>(with runner: inout Runner) throws -> SweepEnding {
    carryOut(try ledger.begin(at: monotonicSeconds()))
    try note(.arrived(worker: worker))
    while !ledger.scheduler.isFinished {
      let round = queue
      queue = []
      for assignment in round {
        if isInterrupted() { return .interrupted }
        try note(.began(worker: worker, assignment))
        let begin = monotonicSeconds()
        let outcome = try runTrial(assignment, with: &runner)
        if mustLeaveTrial { return .interrupted }
        let seconds = monotonicSeconds() - begin
        if !isLeft {
          try note(
            isAtEnd
              ? .paused(worker: worker, assignment, seconds: seconds)
              : .finished(
                worker: worker, [FinishedAttempt(assignment, outcome, seconds: seconds)]))
        }
        try ledger.flushIfDue(at: monotonicSeconds())
      }
    }
    ledger.reportProgress(at: monotonicSeconds())
    return .finished
  }

  /// - Returns: How the trial ended; that means nothing where it was interrupted, left, or waits.
  private mutating func runTrial<Runner: TrialRunner>(
    _ assignment: Assignment, with runner: inout Runner
  ) throws -> TrialOutcome {
    (isAtEnd, isLeft) = (false, false)
    do {
      return try runner.run(
        trial: assignment.trial, attempt: assignment.attempt,
        report: { try take($0, of: assignment) }, heartbeat: { _ in try heartbeat() })
    } catch {
      if let sinkFailure { throw sinkFailure }
      return .failed(reason: "\(error)")
    }
  }

  private mutating func take(_ record: CheckpointRecord, of assignment: Assignment) throws {
    if let until = assignment.until {
      guard record.checkpoint <= until else { return }
      if record.checkpoint == until { isAtEnd = true }
    }
    do {
      let now = monotonicSeconds()
      carryOut(try ledger.take(record, of: assignment, from: worker, at: now))
      try ledger.flushIfDue(at: now)
    } catch {
      sinkFailure = error
      throw error
    }
  }

  private mutating func heartbeat() throws {
    if isAtEnd { throw TrialPause() }
    if isLeft { throw TrialInterruption() }
    let now = monotonicSeconds()
    guard heartbeatTimer.isDue(at: now) else { return }
    ledger.reportProgressIfDue(at: now)
    // Also where a trial records nothing for long, since flushing renews the file's lock.
    do { try ledger.flushIfDue(at: now) } catch {
      sinkFailure = error
      throw error
    }
    guard isInterrupted() else { return }
    mustLeaveTrial = true
    throw TrialInterruption()
  }

  private mutating func note(_ event: SchedulerEvent) throws {
    let now = monotonicSeconds()
    carryOut(try ledger.note(event, at: now))
    // The end is reported once, when it is reached.
    if !ledger.scheduler.isFinished { ledger.reportProgressIfDue(at: now) }
  }

  private mutating func carryOut(_ decisions: [SchedulerDecision]) {
    for decision in decisions {
      switch decision {
      case .assign(_, let assignments): queue += assignments
      // Only rows lead to that, hence only the trial at hand is left.
      case .leave: isLeft = true
      // Nothing else concerns a worker: recalls take a second one, and this one is not lost.
      case .recall, .record, .drop, .readmit, .remember: break
      }
    }
  }
}
