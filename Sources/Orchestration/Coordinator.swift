package import Records
import Logging
import MessagePassing
import Platform
package import Scheduling

/// The process that plans and writes: it tells the scheduler what happens, does what that decides, and hands results to
/// the sink. It trains nothing, and sleeps when there is nothing to do.
package final class Coordinator<Link: Transport, Sink: RecordSink> {
  package var sink: Sink { ledger.sink }
  package var scheduler: Scheduler { ledger.scheduler }
  /// The workers that have introduced themselves, by number; lost ones stay.
  package private(set) var workers: [WorkerID: WorkerDescription] = [:]
  /// Workers that are known to be gone, or are taken to be.
  package var lostWorkers: Set<WorkerID> { Set(lostSince.keys) }

  private var link: Link
  private var ledger: SweepLedger<Sink>
  private let job: SweepJob
  private let isInterrupted: () -> Bool
  private let description: WorkerDescription
  private var processTimer = PeriodicTimer(every: 0.25)
  private var localProcesses: LocalProcessMonitor
  private var lastSent: [WorkerID: Double] = [:]
  private var lostSince: [WorkerID: Double] = [:]
  private var departed: Set<WorkerID> = []
  /// Workers to whom or from whom a message broke off, and why; soon to be given up.
  private var unreachable: [(worker: WorkerID, reason: String)] = []
  private var wasInterruptedByWorker = false
  private var lastUnfitness: String?
  private var lastPresence = monotonicSeconds()
  private var lastLook = monotonicSeconds()

  /// - Parameters:
  ///   - description: This process, for workers to watch.
  ///   - localProcesses: The workers that can be seen before they introduce themselves.
  ///   - isInterrupted: Looked at often; true ends the run in good order.
  package init(
    _ transport: Link, job: SweepJob, sink: Sink, as description: WorkerDescription,
    watching localProcesses: LocalProcessMonitor = LocalProcessMonitor(),
    observer: SweepObserver = SweepObserver(),
    isInterrupted: @escaping () -> Bool = { ShutdownSignal.isRequested }
  ) {
    link = transport
    self.localProcesses = localProcesses
    self.job = job
    self.description = description
    self.isInterrupted = isInterrupted
    ledger = SweepLedger(job, sink: sink, observer: observer)
  }

  /// Whether every worker has left in good order, so that MPI can be finalized without waiting for the dead.
  package var hasEveryoneLeft: Bool { departed.count == link.size - 1 }

  /// Whether a worker may still be there that did not leave when told to: on another host, or hidden from this one.
  package var mayAnyoneLinger: Bool {
    departed.union(localProcesses.dead).count < link.size - 1
  }

  /// Runs the sweep to its end. Whatever the end, the workers are told to leave and all results are flushed.
  ///
  /// - Throws: `OrchestrationError`, or what the sink or the transport throws.
  package func run() throws -> SweepEnding {
    guard link.size > 1 else { throw OrchestrationError.noWorkers }
    let ending: SweepEnding
    do {
      ending = try serve()
      // Now, since whoever sent a signal may not wait for the workers' goodbyes.
      try ledger.flush()
    } catch {
      // The first error is the one to tell; goodbyes are only tried.
      try? dismissAll()
      throw error
    }
    try dismissAll()
    try ledger.flush()
    ledger.reportProgress(lostWorkers: lostSince.count, at: monotonicSeconds())
    return ending
  }

  private func serve() throws -> SweepEnding {
    var backoff = Backoff()
    while true {
      let isBusy = try receiveAll()
      let now = try lookAtClock()
      try execute(ledger.tick(at: now), at: now)
      try lookAfterLocalProcesses(at: now)
      try ledger.flushIfDue(at: now)
      ledger.reportProgressIfDue(lostWorkers: lostSince.count, at: now)
      if let ending = try ending(at: now) { return ending }
      if isBusy { backoff.reset() } else { backoff.sleep() }
    }
  }

  /// The time. Where this process was away itself since it last looked, stopped or waiting for a disk, that is nobody's
  /// silence; a fraction of it is counted, so that silence is noticed by a coordinator that is always slow, too.
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
    if scheduler.isFinished { return .finished }
    if isInterrupted() || wasInterruptedByWorker {
      try note(.interrupted, at: now)
      return .interrupted
    }
    if scheduler.isJudging { return nil }
    if job.canRelaunch, isRelaunchWorthwhile(at: now) {
      try note(.interrupted, at: now)
      return .outOfWorkers
    }
    guard scheduler.workerCount == 0 else {
      lastPresence = now
      return nil
    }
    // Those that were only silent may come back; those that are known to be gone will not.
    let isHopeless = departed.union(localProcesses.dead).count == link.size - 1
    guard isHopeless || now - lastPresence > job.arrivalSeconds else { return nil }
    if let lastUnfitness, departed.count == link.size - 1 {
      throw OrchestrationError.allUnfit(reason: lastUnfitness)
    }
    return .outOfWorkers
  }

  /// Whether a launch with all workers would gain much more time than it takes. The silent have a patience to come back.
  private func isRelaunchWorthwhile(at now: Double) -> Bool {
    let silent = lostSince.filter { now - $0.value > job.scheduling.patience }.keys
    let gone = departed.union(localProcesses.dead).union(silent).count
    guard gone > 0, let left = scheduler.secondsLeft else { return false }
    return left * Double(gone) / Double(link.size - 1) > 30
  }

  private var everyone: Range<WorkerID> { 1..<WorkerID(link.size) }

  // MARK: - Messages in

  /// - Returns: Whether there was any.
  private func receiveAll() throws -> Bool {
    var count = 0
    // After so many, look at the clock and the sink again.
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
      try note(.lost(worker: worker, reason: reason), at: now)
    }
  }

  private func read(_ message: Message) throws {
    let now = try lookAtClock()
    let worker = WorkerID(message.source)
    // Whatever it says is a sign of life.
    try note(.heartbeat(worker: worker), at: now)
    var finished: [FinishedAttempt] = []
    var decoder = MessageDecoder(message.bytes)
    do {
      while let message = try decoder.workerMessage(from: message.source) {
        switch message {
        case .record(let assignment, let record):
          try ledger.take(record, of: assignment, from: worker)
        case .finished(let attempt): finished.append(attempt)
        default: try handle(message, from: worker, at: now)
        }
      }
    } catch let error as MessagePassingError {
      try note(.lost(worker: worker, reason: error.description), at: now)
    }
    if !finished.isEmpty {
      try note(.finished(worker: worker, finished), at: now)
    }
    // A sign of life in return, where there was none for a while.
    let isDue = now - lastSent[worker, default: 0] > job.scheduling.patience / 4
    if isDue, !departed.contains(worker) { try send(.ping, to: worker, at: now) }
  }

  private func handle(_ message: WorkerMessage, from worker: WorkerID, at now: Double) throws {
    switch message {
    case .hello(let description): try welcome(worker, description, at: now)
    case .ready:
      if lostSince.removeValue(forKey: worker) != nil {
        ledger.observer.notice(.cameBack(worker: worker))
      }
      try note(.arrived(worker: worker), at: now)
    case .began(let assignment):
      try note(.began(worker: worker, assignment), at: now)
    case .returned(let assignments):
      try note(.returned(worker: worker, assignments), at: now)
    case .interrupted:
      wasInterruptedByWorker = true
      try note(.interrupted, at: now)
    case .unfit(let reason):
      lastUnfitness = reason
      try note(.lost(worker: worker, reason: reason), at: now)
    case .goodbye:
      departed.insert(worker)
      try note(.left(worker: worker), at: now)
    case .heartbeat, .record, .finished: break
    }
  }

  private func welcome(_ worker: WorkerID, _ description: WorkerDescription, at now: Double) throws
  {
    workers[worker] = description
    ledger.observer.logger.info(
      "hello", metadata: ["worker": "\(worker)", "process": "\(description.process.text)"])
    lastPresence = now
    let welcome = CoordinatorMessage.Welcome(job, workers: link.size - 1, from: self.description)
    try send(.welcome(welcome), to: worker, at: now)
    localProcesses.add(worker, description)
    ledger.observer.notice(.arrived(worker: worker, description))
  }

  // MARK: - Decisions out

  /// Tells the scheduler what happened, and does what it decides.
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
      case .readmit(let worker): try send(.readmit, to: worker, at: now)
      case .drop(let worker, let reason):
        guard !departed.contains(worker) else { continue }
        lostSince[worker] = now
        link.abandon(worker.number)
        ledger.observer.notice(.lost(worker: worker, reason: reason))
        if job.trialSeconds < .infinity { localProcesses.end(worker) }
      case .record, .remember: break  // by the ledger
      }
    }
  }

  private func send(_ message: CoordinatorMessage, to worker: WorkerID, at now: Double) throws {
    lastSent[worker] = now
    do {
      try link.send(message.bytes, to: worker.number)
    } catch MessagePassingError.lost(_, let reason) {
      // Given up later: decisions are being executed.
      unreachable.append((worker, reason))
    }
  }

  private func lookAfterLocalProcesses(at now: Double) throws {
    guard processTimer.isDue(at: now) else { return }
    for worker in localProcesses.findDead() where !departed.contains(worker) {
      let reason = "its process is gone"
      let decisions = try ledger.note(.lost(worker: worker, reason: reason), at: now)
      // The scheduler knows only those that have asked for work.
      let isUntold = decisions.isEmpty && lostSince[worker] == nil
      try execute(isUntold ? [.drop(worker: worker, reason: reason)] : decisions, at: now)
    }
  }

  // MARK: - The end

  /// Tells every worker to leave and hears them out, but not for long: many on few cores take theirs.
  private func dismissAll() throws {
    let begin = monotonicSeconds()
    let end = begin + job.goodbyeSeconds + 0.05 * Double(link.size)
    // Whoever ends now is not ended by its trial.
    try note(.interrupted, at: begin)
    // Not the lost: Intel MPI tries for ever to reach one that is gone.
    let left = Set(everyone).subtracting(departed).subtracting(lostWorkers).sorted()
    for worker in left { try send(.stop, to: worker, at: begin) }
    var backoff = Backoff()
    while !isNobodyLeft, monotonicSeconds() < end {
      if try receiveAll() { backoff.reset() }
      try lookAfterLocalProcesses(at: monotonicSeconds())
      backoff.sleep()
    }
    for worker in everyone where !departed.contains(worker) { localProcesses.end(worker) }
  }

  /// Those given up for their silence are not waited for either.
  private var isNobodyLeft: Bool {
    departed.union(localProcesses.dead).union(lostWorkers).count == link.size - 1
  }
}
