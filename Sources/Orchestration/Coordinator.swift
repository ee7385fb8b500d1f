import Records
import Logging
import MessagePassing
import Platform
package import Scheduling

/// The process that plans and writes: it reports events to the scheduler, carries out its decisions, and hands results
/// to the sink. It trains nothing, and sleeps when there is nothing to do.
package final class Coordinator<Link: Transport, Sink: RecordSink> {
  /// Where results go, in the state after the latest event.
  package var sink: Sink { ledger.sink }
  /// Which trials are held, closed and open, and what workers have cost so far.
  package var scheduler: Scheduler { ledger.scheduler }

  private var link: Link
  private var ledger: SweepLedger<Sink>
  private let job: SweepJob
  private let isInterrupted: () -> Bool
  private let description: WorkerDescription
  private(set) var registry: WorkerRegistry
  private var lastSent: [WorkerID: Double] = [:]
  /// Workers that a message could not be exchanged with, and why; `giveUpUnreachable` reports them as lost.
  private var unreachable: [(worker: WorkerID, reason: String)] = []
  private var wasInterruptedByWorker = false
  private var lastUnfitness: String?
  private var lastPresence = monotonicSeconds()
  private var lastLook = monotonicSeconds()

  /// - Parameters:
  ///   - description: This process, for workers to watch.
  ///   - localProcesses: The workers that can be seen before they introduce themselves.
  ///   - isInterrupted: Asked in every round of the loop; true ends the run in good order.
  package init(
    _ transport: Link, job: SweepJob, sink: Sink, as description: WorkerDescription,
    watching localProcesses: LocalProcessMonitor = LocalProcessMonitor(),
    observer: SweepObserver = SweepObserver(),
    isInterrupted: @escaping () -> Bool = { ShutdownSignal.isRequested }
  ) {
    link = transport
    registry = WorkerRegistry(count: transport.size - 1, watching: localProcesses)
    var job = job
    // A trial may take a fifth of what it is expected to.
    job.scheduling.announcedSeconds = max(
      job.scheduling.announcedSeconds,
      5 * CoordinatorMessage.Welcome.announceSeconds(transport.size - 1))
    self.job = job
    self.description = description
    self.isInterrupted = isInterrupted
    ledger = SweepLedger(job, sink: sink, observer: observer)
  }

  /// Runs the sweep to its end. In every case the workers are told to leave and all results are flushed.
  ///
  /// - Throws: `OrchestrationError.noWorkers` where this process is the only one, `.allUnfit` where no worker could
  ///   prepare itself, `.unknownMessage` where a worker runs another version; or what the sink or the transport throws.
  package func run() throws -> SweepEnding {
    guard registry.count > 0 else { throw OrchestrationError.noWorkers }
    let ending: SweepEnding
    do {
      ending = try serve()
      // Before the goodbyes, since whoever sent a signal may kill this process without waiting for them.
      try ledger.flush()
    } catch {
      // The first error is the one to report, so that errors in dismissing the workers are ignored.
      try? dismissAll()
      throw error
    }
    try dismissAll()
    try ledger.flush()
    ledger.reportProgress(lostWorkers: registry.lostCount, at: monotonicSeconds())
    return ending
  }

  private func serve() throws -> SweepEnding {
    var backoff = Backoff()
    try execute(ledger.begin(at: lastLook), at: lastLook)
    while true {
      let isBusy = try receiveAll()
      let now = try lookAtClock()
      try execute(ledger.tick(at: now), at: now)
      try giveUpDead(at: now)
      try ledger.flushIfDue(at: now)
      ledger.reportProgressIfDue(lostWorkers: registry.lostCount, at: now)
      if let ending = try ending(at: now) { return ending }
      if isBusy { backoff.reset() } else { backoff.sleep() }
    }
  }

  /// The time. If this process was itself stopped, or waited for a disk, since the last call, no worker was silent in
  /// that time. A quarter of a heartbeat is still counted, so that a coordinator that is always slow notices silence
  /// too.
  private func lookAtClock() throws -> Double {
    let now = monotonicSeconds()
    let absence = now - lastLook - job.heartbeatSeconds / 4
    if absence > 0 {
      try note(.wasAway(seconds: absence), at: now)
      lastPresence += absence
    }
    lastLook = now
    return now
  }

  private func ending(at now: Double) throws -> SweepEnding? {
    if ledger.scheduler.isFinished { return .finished }
    if isInterrupted() || wasInterruptedByWorker {
      try note(.interrupted, at: now)
      return .interrupted
    }
    if ledger.scheduler.isJudging { return nil }
    if job.canRelaunch, isRelaunchWorthwhile(at: now) {
      try note(.interrupted, at: now)
      return .outOfWorkers
    }
    guard ledger.scheduler.workerCount == 0 else {
      lastPresence = now
      return nil
    }
    // Silent workers may come back; workers that are known to be gone will not.
    let isHopeless = registry.gone.count == registry.count
    guard isHopeless || now - lastPresence > job.arrivalSeconds else { return nil }
    if let lastUnfitness, hasEveryoneLeft {
      throw OrchestrationError.allUnfit(reason: lastUnfitness)
    }
    return .outOfWorkers
  }

  /// Whether a launch with all workers would save at least half a minute. Silent workers first get time to come back.
  private func isRelaunchWorthwhile(at now: Double) -> Bool {
    let gone = registry.goneOrLost(for: job.scheduling.patience, at: now).count
    guard gone > 0, let left = ledger.scheduler.secondsLeft else { return false }
    return left * Double(gone) / Double(registry.count) > 30
  }

  // MARK: - Messages in

  /// - Returns: Whether any message arrived.
  private func receiveAll() throws -> Bool {
    var count = 0
    // At most 256 messages before the clock and the sink are looked at again.
    do {
      while count < 256, let message = try link.receive() {
        count += 1
        try read(message)
      }
    } catch MessagePassingError.lost(let rank, let reason) {
      unreachable.append((WorkerID(rank), reason))
    }
    try giveUpUnreachable()
    return count > 0
  }

  private func giveUpUnreachable() throws {
    let now = monotonicSeconds()
    while let (worker, reason) = unreachable.popLast() {
      try giveUp(worker, reason, at: now)
    }
  }

  private func giveUp(_ worker: WorkerID, _ reason: String, at now: Double) throws {
    let decisions = try ledger.note(.lost(worker: worker, reason: reason), at: now)
    // The scheduler knows only workers that have asked for work.
    let isUntold = decisions.isEmpty && !registry.isLost(worker)
    try execute(isUntold ? [.drop(worker: worker, reason: reason)] : decisions, at: now)
  }

  private func read(_ message: Message) throws {
    let now = try lookAtClock()
    let worker = WorkerID(message.source)
    // Every message shows that its sender is alive.
    try note(.heartbeat(worker: worker), at: now)
    var finished: [FinishedAttempt] = []
    var decoder = MessageDecoder(message.bytes)
    do {
      while let message = try decoder.workerMessage(from: message.source) {
        switch message {
        case .record(let assignment, let record):
          try execute(ledger.take(record, of: assignment, from: worker, at: now), at: now)
        case .finished(let attempt): finished.append(attempt)
        default: try handle(message, from: worker, at: now)
        }
      }
    } catch let error as MessagePassingError {
      try giveUp(worker, error.description, at: now)
    }
    if !finished.isEmpty {
      try note(.finished(worker: worker, finished), at: now)
    }
    // The worker must hear from this process too, so it gets a ping if nothing was sent for a while.
    let isDue = now - lastSent[worker, default: 0] > job.scheduling.patience / 4
    if isDue, !registry.departed.contains(worker) { try send(.ping, to: worker, at: now) }
  }

  private func handle(_ message: WorkerMessage, from worker: WorkerID, at now: Double) throws {
    switch message {
    case .hello(let description): try welcome(worker, description, at: now)
    case .ready:
      if registry.setPresent(worker) { ledger.observer.notice(.cameBack(worker: worker)) }
      try note(.arrived(worker: worker), at: now)
    case .began(let assignment):
      try note(.began(worker: worker, assignment), at: now)
    case .paused(let assignment, let seconds):
      try note(.paused(worker: worker, assignment, seconds: seconds), at: now)
    case .returned(let assignments):
      try note(.returned(worker: worker, assignments), at: now)
    case .interrupted:
      wasInterruptedByWorker = true
      try note(.interrupted, at: now)
    case .unfit(let reason):
      lastUnfitness = reason
      try note(.lost(worker: worker, reason: reason), at: now)
    case .goodbye:
      registry.setDeparted(worker)
      try note(.left(worker: worker), at: now)
    case .heartbeat, .record, .finished: break
    }
  }

  private func welcome(_ worker: WorkerID, _ description: WorkerDescription, at now: Double) throws
  {
    registry.add(worker, description)
    ledger.observer.logger.info(
      "hello", metadata: ["worker": "\(worker)", "process": "\(description.process.text)"])
    lastPresence = now
    let welcome = CoordinatorMessage.Welcome(job, workers: registry.count, from: self.description)
    try send(.welcome(welcome), to: worker, at: now)
    ledger.observer.notice(.arrived(worker: worker, description))
  }

  // MARK: - Decisions out

  /// Reports an event to the scheduler and carries out its decisions.
  private func note(_ event: SchedulerEvent, at now: Double) throws {
    try execute(ledger.note(event, at: now), at: now)
  }

  private func execute(_ decisions: [SchedulerDecision], at now: Double) throws {
    for decision in decisions {
      switch decision {
      case .assign(let worker, let assignments):
        try send(.assign(assignments), to: worker, at: now)
      case .recall(let worker, let assignments):
        try send(.recall(assignments), to: worker, at: now)
      case .leave(let worker, let assignment):
        try send(.leave(assignment), to: worker, at: now)
      case .readmit(let worker): try send(.readmit, to: worker, at: now)
      case .drop(let worker, let reason):
        guard !registry.departed.contains(worker) else { continue }
        registry.setLost(worker, at: now)
        link.abandon(worker.number)
        ledger.observer.notice(.lost(worker: worker, reason: reason))
        if job.trialSeconds < .infinity { registry.end(worker) }
      case .record, .remember: break  // by the ledger
      }
    }
  }

  private func send(_ message: CoordinatorMessage, to worker: WorkerID, at now: Double) throws {
    lastSent[worker] = now
    do {
      try link.send(message.bytes, to: worker.number)
    } catch MessagePassingError.lost(_, let reason) {
      // Given up later, since decisions are being carried out here.
      unreachable.append((worker, reason))
    }
  }

  private func giveUpDead(at now: Double) throws {
    for worker in registry.findDead(at: now) {
      try giveUp(worker, "its process is gone", at: now)
    }
  }

  // MARK: - The end

  /// Tells every worker to leave and waits for its answer, but not for long: many workers on few cores take a while.
  private func dismissAll() throws {
    let begin = monotonicSeconds()
    let end = begin + job.goodbyeSeconds + 0.05 * Double(link.size)
    // From here on the scheduler blames no trial for a worker that ends.
    try note(.interrupted, at: begin)
    // Nothing is sent to lost workers: Intel MPI never stops trying to reach one that is gone.
    let left = Set(registry.everyone).subtracting(registry.departed).subtracting(registry.lost)
    for worker in left.sorted() { try send(.stop, to: worker, at: begin) }
    var backoff = Backoff()
    while !isNobodyLeft, monotonicSeconds() < end {
      if try receiveAll() { backoff.reset() }
      // Who was told to leave and has no process any more has left: its goodbye may still be on its way.
      _ = registry.findDead(at: monotonicSeconds())
      backoff.sleep()
    }
    let last = monotonicSeconds() + 0.25
    while !hasEveryoneLeft, monotonicSeconds() < last {
      if try receiveAll() { backoff.reset() }
      backoff.sleep()
    }
    for worker in registry.everyone where !registry.departed.contains(worker) {
      registry.end(worker)
    }
  }
}
