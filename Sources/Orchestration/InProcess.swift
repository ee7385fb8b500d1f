import Platform
import Records
import Scheduling

/// Runs a sweep in this process alone, without messages: the same trials with the same results.
///
/// - Parameters:
///   - runner: Made from the order's payload, as workers make theirs.
///   - isInterrupted: Looked at after every trial, and at a runner's heartbeats.
/// - Returns: `.finished` or `.interrupted`.
/// - Throws: What the sink throws.
package func runInProcess<Runner: TrialRunner, Sink: RecordSink>(
  _ order: SweepOrder, runner: inout Runner, sink: inout Sink,
  observer: SweepObserver = SweepObserver(),
  isInterrupted: @escaping () -> Bool = { Interruption.isRequested }
) throws -> SweepEnding {
  var solo = Solo(order, observer: observer, isInterrupted: isInterrupted)
  let ending = try solo.run(with: &runner, into: &sink)
  try sink.flush()
  return ending
}

/// The only worker, which is its own coordinator.
private struct Solo {
  private let worker: WorkerID = 0
  private var scheduler: Scheduler
  private let observer: SweepObserver
  private let isInterrupted: () -> Bool
  private let start = monotonicSeconds()
  private let closedBefore: Int
  private var telling = Rhythm(every: 0.1)
  private var flushing: Rhythm
  private var looking = Rhythm(every: 0.002)
  private var sinkFailure: (any Error)?
  private var mustLeaveTrial = false

  init(_ order: SweepOrder, observer: SweepObserver, isInterrupted: @escaping () -> Bool) {
    scheduler = order.scheduler
    closedBefore = scheduler.closedCount
    flushing = Rhythm(every: order.flushSeconds)
    self.observer = observer
    self.isInterrupted = isInterrupted
  }

  mutating func run<Runner: TrialRunner, Sink: RecordSink>(
    with runner: inout Runner, into sink: inout Sink
  ) throws -> SweepEnding {
    var queue: [Assignment] = []
    try note(.arrived(worker: worker), queue: &queue, sink: &sink)
    while !scheduler.isFinished {
      let round = queue
      queue = []
      for assignment in round {
        if isInterrupted() { return .interrupted }
        try note(.began(worker: worker, assignment), queue: &queue, sink: &sink)
        let attempt = try runTrial(assignment, with: &runner, into: &sink)
        guard let attempt else { return .interrupted }
        try note(.finished(worker: worker, [attempt]), queue: &queue, sink: &sink)
        if flushing.isDue(at: monotonicSeconds()) { try sink.flush() }
      }
    }
    tell(at: monotonicSeconds())
    return .finished
  }

  /// - Returns: nil where the trial was interrupted.
  private mutating func runTrial<Runner: TrialRunner, Sink: RecordSink>(
    _ assignment: Assignment, with runner: inout Runner, into sink: inout Sink
  ) throws -> FinishedAttempt? {
    let begin = monotonicSeconds()
    let outcome: TrialOutcome
    do {
      outcome = try runner.run(
        trial: assignment.trial, attempt: assignment.attempt,
        report: { try take($0, of: assignment.trial, into: &sink) },
        heartbeat: { _ in try beat() })
    } catch {
      if let sinkFailure { throw sinkFailure }
      outcome = .failed(reason: "\(error)")
    }
    guard !mustLeaveTrial else { return nil }
    return FinishedAttempt(assignment, outcome, seconds: monotonicSeconds() - begin)
  }

  private mutating func take<Sink: RecordSink>(
    _ record: CheckpointRecord, of trial: TrialID, into sink: inout Sink
  ) throws {
    do {
      try sink.record(record, of: trial)
      if flushing.isDue(at: monotonicSeconds()) { try sink.flush() }
    } catch {
      sinkFailure = error
      throw error
    }
  }

  private mutating func beat() throws {
    let now = monotonicSeconds()
    guard looking.isDue(at: now) else { return }
    if telling.isDue(at: now) { tell(at: now) }
    guard isInterrupted() else { return }
    mustLeaveTrial = true
    throw TrialInterruption()
  }

  private mutating func note<Sink: RecordSink>(
    _ event: SchedulerEvent, queue: inout [Assignment], sink: inout Sink
  ) throws {
    let now = monotonicSeconds()
    for decision in scheduler.handle(event, at: now) {
      switch decision {
      case .assign(_, let assignments): queue += assignments
      case .record(let record): try sink.setStatus(record)
      case .recall, .drop, .readmit, .remember: break  // they take a second worker, or a loss
      }
    }
    if telling.isDue(at: now) { tell(at: now) }
  }

  private func tell(at now: Double) {
    observer.progress(
      SweepProgress(
        scheduler, closedBefore: closedBefore, lostWorkers: 0, secondsElapsed: now - start))
  }
}
