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

  init(_ ledger: SweepLedger<Sink>, isInterrupted: @escaping () -> Bool) {
    self.ledger = ledger
    self.isInterrupted = isInterrupted
  }

  mutating func run<Runner: TrialRunner>(with runner: inout Runner) throws -> SweepEnding {
    try note(.arrived(worker: worker))
    while !ledger.scheduler.isFinished {
      let round = queue
      queue = []
      for assignment in round {
        if isInterrupted() { return .interrupted }
        try note(.began(worker: worker, assignment))
        let attempt = try runTrial(assignment, with: &runner)
        guard let attempt else { return .interrupted }
        try note(.finished(worker: worker, [attempt]))
        try ledger.flushIfDue(at: monotonicSeconds())
      }
    }
    ledger.reportProgress(at: monotonicSeconds())
    return .finished
  }

  /// - Returns: nil where the trial was interrupted.
  private mutating func runTrial<Runner: TrialRunner>(
    _ assignment: Assignment, with runner: inout Runner
  ) throws -> FinishedAttempt? {
    let begin = monotonicSeconds()
    let outcome: TrialOutcome
    do {
      outcome = try runner.run(
        trial: assignment.trial, attempt: assignment.attempt,
        report: { try take($0, of: assignment) }, heartbeat: { _ in try heartbeat() })
    } catch {
      if let sinkFailure { throw sinkFailure }
      outcome = .failed(reason: "\(error)")
    }
    guard !mustLeaveTrial else { return nil }
    return FinishedAttempt(assignment, outcome, seconds: monotonicSeconds() - begin)
  }

  private mutating func take(_ record: CheckpointRecord, of assignment: Assignment) throws {
    do {
      try ledger.take(record, of: assignment, from: worker)
      try ledger.flushIfDue(at: monotonicSeconds())
    } catch {
      sinkFailure = error
      throw error
    }
  }

  private mutating func heartbeat() throws {
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
    for case .assign(_, let assignments) in try ledger.note(event, at: now) {
      // Nothing else concerns a worker: recalls take a second one, and this one is not lost.
      queue += assignments
    }
    // The end is reported once, when it is reached.
    if !ledger.scheduler.isFinished { ledger.reportProgressIfDue(at: now) }
  }
}
