package import Records
import MessagePassing
import Platform
package import Scheduling

/// The process that plans and writes: it tells the scheduler what happens, does what that decides, and hands results to
/// the sink. It trains nothing, and sleeps when there is nothing to do.
package final class Coordinator<Link: Transport, Sink: RecordSink> {
  package private(set) var sink: Sink
  /// The workers that have introduced themselves, by number; lost ones stay.
  package private(set) var workers: [WorkerID: WorkerDescription] = [:]
  /// Workers that are known to be gone, or are taken to be.
  package var lostWorkers: Set<WorkerID> { Set(lostSince.keys) }
  package private(set) var scheduler: Scheduler

  private var link: Link
  private let order: SweepOrder
  private let observer: SweepObserver
  private let isInterrupted: () -> Bool
  private let description: WorkerDescription
  private var flushing: Rhythm
  private var telling = Rhythm(every: 0.1)
  private var looking = Rhythm(every: 0.25)
  private var localWorkers = LocalWorkers()
  private var lastSent: [WorkerID: Double] = [:]
  private var lostSince: [WorkerID: Double] = [:]
  private var departed: Set<WorkerID> = []
  /// Workers to whom or from whom a message broke off, and why; soon to be given up.
  private var unreachable: [(worker: WorkerID, reason: String)] = []
  private var wasInterruptedByWorker = false
  private var lastUnfitness: String?
  private let start = monotonicSeconds()
  private var lastPresence = monotonicSeconds()
  private var lastLook = monotonicSeconds()
  private let closedBefore: Int

  /// - Parameters:
  ///   - description: This process, for workers to watch.
  ///   - isInterrupted: Looked at often; true ends the run in good order.
  package init(
    _ transport: Link, order: SweepOrder, sink: Sink, as description: WorkerDescription,
    observer: SweepObserver = SweepObserver(),
    isInterrupted: @escaping () -> Bool = { Interruption.isRequested }
  ) {
    link = transport
    self.order = order
    self.sink = sink
    self.description = description
    self.observer = observer
    self.isInterrupted = isInterrupted
    scheduler = order.scheduler
    closedBefore = scheduler.closedCount
    flushing = Rhythm(every: order.flushSeconds)
  }

  /// Whether every worker has left in good order, so that MPI can be finalized without waiting for the dead.
  package var hasEveryoneLeft: Bool { departed.count == link.size - 1 }

  /// Whether a worker may still be there that did not leave when told to: on another host, or hidden from this one.
  package var mayAnyoneLinger: Bool {
    departed.union(localWorkers.dead).count < link.size - 1
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
      try sink.flush()
    } catch {
      // The first error is the one to tell; goodbyes are only tried.
      try? dismissAll()
      throw error
    }
    try dismissAll()
    try sink.flush()
    tellProgress(at: monotonicSeconds())
    return ending
  }

  private func serve() throws -> SweepEnding {
    var pause = Pause()
    while true {
      let isBusy = try receiveAll()
      let now = lookAtClock()
      try carryOut(scheduler.tick(at: now), at: now)
      try lookAfterLocalWorkers(at: now)
      if flushing.isDue(at: now) { try sink.flush() }
      if telling.isDue(at: now) { tellProgress(at: now) }
      if let ending = try ending(at: now) { return ending }
      if isBusy { pause.reset() } else { pause.sleep() }
    }
  }

  /// The time. Where this process was away itself since it last looked, stopped or waiting for a disk, that is nobody's
  /// silence; a fraction of it is counted, so that silence is noticed by a coordinator that is always slow, too.
  private func lookAtClock() -> Double {
    let now = monotonicSeconds()
    let absence = now - lastLook - order.heartbeatSeconds / 4
    if absence > 0 {
      _ = scheduler.handle(.wasAway(seconds: absence), at: now)
      lastPresence += absence
    }
    lastLook = now
    return now
  }

  private func ending(at now: Double) throws -> SweepEnding? {
    if scheduler.isFinished { return .finished }
    if isInterrupted() || wasInterruptedByWorker {
      try carryOut(scheduler.handle(.interrupted, at: now), at: now)
      return .interrupted
    }
    if scheduler.isJudging { return nil }
    if order.canRelaunch, isRelaunchWorthwhile(at: now) {
      try carryOut(scheduler.handle(.interrupted, at: now), at: now)
      return .outOfWorkers
    }
    guard scheduler.workerCount == 0 else {
      lastPresence = now
      return nil
    }
    // Those that were only silent may come back; those that are known to be gone will not.
    let isHopeless = departed.union(localWorkers.dead).count == link.size - 1
    guard isHopeless || now - lastPresence > order.arrivalSeconds else { return nil }
    if let lastUnfitness, departed.count == link.size - 1 {
      throw OrchestrationError.allUnfit(reason: lastUnfitness)
    }
    return .outOfWorkers
  }

  /// Whether a launch with all workers would gain much more time than it takes. The silent have a patience to come back.
  private func isRelaunchWorthwhile(at now: Double) -> Bool {
    let silent = lostSince.filter { now - $0.value > order.scheduling.patience }.keys
    let gone = departed.union(localWorkers.dead).union(silent).count
    guard gone > 0, let left = scheduler.secondsLeft else { return false }
    return left * Double(gone) / Double(link.size - 1) > 30
  }

  private var everyone: Range<WorkerID> { 1..<WorkerID(link.size) }

  private func tellProgress(at now: Double) {
    observer.progress(
      SweepProgress(
        scheduler, closedBefore: closedBefore, lostWorkers: lostWorkers.count,
        secondsElapsed: now - start))
  }

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
      try carryOut(scheduler.handle(.lost(worker: worker, reason: reason), at: now), at: now)
    }
  }

  private func read(_ message: Message) throws {
    let now = lookAtClock()
    let worker = WorkerID(message.source)
    // Whatever it says is a sign of life.
    try carryOut(scheduler.handle(.heartbeat(worker: worker), at: now), at: now)
    var finished: [FinishedAttempt] = []
    var decoder = MessageDecoder(message.bytes)
    do {
      while let news = try decoder.news(from: message.source) {
        switch news {
        case .record(let assignment, let record):
          if scheduler.isCurrent(assignment, of: worker) {
            try sink.record(record, of: assignment.trial)
          }
        case .finished(let attempt): finished.append(attempt)
        default: try heed(news, from: worker, at: now)
        }
      }
    } catch let error as MessagePassingError {
      try carryOut(
        scheduler.handle(.lost(worker: worker, reason: error.description), at: now), at: now)
    }
    if !finished.isEmpty {
      try carryOut(scheduler.handle(.finished(worker: worker, finished), at: now), at: now)
    }
    // A sign of life in return, where there was none for a while.
    let isDue = now - lastSent[worker, default: 0] > order.scheduling.patience / 4
    if isDue, !departed.contains(worker) { try send(.ping, to: worker, at: now) }
  }

  private func heed(_ news: WorkerNews, from worker: WorkerID, at now: Double) throws {
    switch news {
    case .hello(let description): try welcome(worker, description, at: now)
    case .ready:
      if lostSince.removeValue(forKey: worker) != nil { observer.notice(.cameBack(worker: worker)) }
      try carryOut(scheduler.handle(.arrived(worker: worker), at: now), at: now)
    case .began(let assignment):
      try carryOut(scheduler.handle(.began(worker: worker, assignment), at: now), at: now)
    case .returned(let assignments):
      try carryOut(scheduler.handle(.returned(worker: worker, assignments), at: now), at: now)
    case .interrupted:
      wasInterruptedByWorker = true
      try carryOut(scheduler.handle(.interrupted, at: now), at: now)
    case .unfit(let reason):
      lastUnfitness = reason
      try carryOut(scheduler.handle(.lost(worker: worker, reason: reason), at: now), at: now)
    case .goodbye:
      departed.insert(worker)
      try carryOut(scheduler.handle(.left(worker: worker), at: now), at: now)
    case .alive, .record, .finished: break
    }
  }

  private func welcome(_ worker: WorkerID, _ description: WorkerDescription, at now: Double) throws
  {
    workers[worker] = description
    lastPresence = now
    let welcome = CoordinatorMessage.Welcome(order, workers: link.size - 1, from: self.description)
    try send(.welcome(welcome), to: worker, at: now)
    localWorkers.add(worker, description)
    observer.notice(.arrived(worker: worker, description))
  }

  // MARK: - Decisions out

  private func carryOut(_ decisions: [SchedulerDecision], at now: Double) throws {
    for decision in decisions {
      switch decision {
      case .record(let record): try sink.setStatus(record)
      case .assign(let worker, let assignments):
        try send(.assign(assignments), to: worker, at: now)
      case .recall(let worker, let assignments):
        try send(.recall(assignments), to: worker, at: now)
      case .readmit(let worker): try send(.readmit, to: worker, at: now)
      case .drop(let worker, let reason):
        guard !departed.contains(worker) else { continue }
        lostSince[worker] = now
        link.abandon(worker.number)
        observer.notice(.lost(worker: worker, reason: reason))
        if order.trialSeconds < .infinity { localWorkers.end(worker) }
      case .remember(let failures): sink.setFailureHistory(failures)
      }
    }
  }

  private func send(_ message: CoordinatorMessage, to worker: WorkerID, at now: Double) throws {
    lastSent[worker] = now
    do {
      try link.send(message.bytes, to: worker.number)
    } catch MessagePassingError.lost(_, let reason) {
      // Given up later: decisions are being carried out.
      unreachable.append((worker, reason))
    }
  }

  private func lookAfterLocalWorkers(at now: Double) throws {
    guard looking.isDue(at: now) else { return }
    for worker in localWorkers.findDead() where !departed.contains(worker) {
      let event = SchedulerEvent.lost(worker: worker, reason: "its process is gone")
      try carryOut(scheduler.handle(event, at: now), at: now)
    }
  }

  // MARK: - The end

  /// Tells every worker to leave and hears them out, but not for long: many on few cores take theirs.
  private func dismissAll() throws {
    let begin = monotonicSeconds()
    let end = begin + order.goodbyeSeconds + 0.05 * Double(link.size)
    // Whoever ends now is not ended by its trial.
    try carryOut(scheduler.handle(.interrupted, at: begin), at: begin)
    // Not the lost: Intel MPI tries for ever to reach one that is gone.
    let left = Set(everyone).subtracting(departed).subtracting(lostWorkers).sorted()
    for worker in left { try send(.stop, to: worker, at: begin) }
    var pause = Pause()
    while !isNobodyLeft, monotonicSeconds() < end {
      if try receiveAll() { pause.reset() }
      try lookAfterLocalWorkers(at: monotonicSeconds())
      pause.sleep()
    }
    for worker in everyone where !departed.contains(worker) { localWorkers.end(worker) }
  }

  /// Those given up for their silence are not waited for either.
  private var isNobodyLeft: Bool {
    departed.union(localWorkers.dead).union(lostWorkers).count == link.size - 1
  }
}
