import DequeModule
import Logging
import MessagePassing
import Platform
import Records
import Scheduling

/// A worker's connection to the coordinator: the messages it has received, those it has to send, and when to do either.
struct CoordinatorConnection<Link: Transport> {
  /// Messages about tiny trials wait for others to travel with, but not beyond this many bytes.
  private let flushBytes = 1 << 16
  /// How often to look for messages while training, in seconds.
  private let pollSeconds = 0.002
  /// If more messages than this have not left yet, the coordinator cannot keep up and the worker waits for it.
  private let mostUnsent = 8
  /// How long to wait for the welcome of a coordinator whose process cannot be seen, in seconds: it first makes the
  /// file.
  private let mostSecondsToWelcome = 600.0

  private var link: Link
  private let logger: Logger
  private var outbox = MessageEncoder(reserving: 1 << 17)
  private var queue: Deque<Assignment> = []
  /// How many queued trials came before the latest batch; −1 once all of these have ended.
  private var ahead = -1
  private var welcome: CoordinatorMessage.Welcome?
  private var monitor = CoordinatorMonitor()
  private var lastPoll = 0.0
  private var lastFlush = 0.0
  private var hasAnnounced = true
  private var hasSaidInterrupted = false
  private var isStopping = false

  private var mustSayReady = true
  /// Whether the trial at hand is to be left without an outcome.
  private(set) var mustLeaveTrial = false
  /// Whether the trial at hand has come to the checkpoint at which it is to wait.
  private(set) var isAtEnd = false
  private var current: Assignment?
  /// The error that broke the connection while a runner was at work.
  private(set) var failure: (any Error)?

  init(_ link: Link, _ logger: Logger) {
    self.link = link
    self.logger = logger
  }

  mutating func add(_ message: WorkerMessage) {
    logger.log(message)
    outbox.append(message)
  }

  /// Sends the messages that wait in the outbox, after waiting for room.
  mutating func flush(at now: Double = monotonicSeconds()) throws {
    lastFlush = now
    guard !outbox.isEmpty else { return }
    try waitUntilSent(allBut: mostUnsent)
    try link.send(outbox.bytes, to: 0)
    outbox.removeAll()
  }

  private mutating func waitUntilSent(allBut count: Int) throws {
    var backoff = Backoff()
    while link.unsentCount > count {
      let time = monotonicSeconds()
      try poll(at: time)
      if let welcome { try monitor.check(at: time, patience: welcome.patience) }
      backoff.sleep()
    }
  }

  private var outboxSeconds: Double { welcome?.outboxSeconds ?? 0 }
  private var announceSeconds: Double { welcome?.announceSeconds ?? 0 }

  // MARK: - Between trials

  /// Waits for the sweep's payload; nil where the worker is told to leave instead.
  mutating func awaitWelcome() throws -> [UInt8]? {
    var backoff = Backoff()
    while welcome == nil, !isStopping {
      let now = monotonicSeconds()
      try poll(at: now)
      try monitor.check(at: now, patience: mostSecondsToWelcome)
      backoff.sleep()
    }
    return welcome?.payload
  }

  /// Waits until there is a trial to run; false where it is time to leave.
  mutating func awaitWork() throws -> Bool {
    var backoff = Backoff()
    var now = monotonicSeconds()
    if now - lastPoll >= pollSeconds { try poll(at: now) }
    while !isStopping, queue.isEmpty {
      if mustSayReady {
        mustSayReady = false
        add(.ready)
      }
      if !outbox.isEmpty { try flush(at: now) }
      try poll(at: now)
      if !queue.isEmpty { break }
      try sendHeartbeatIfDue(of: nil, step: 0, at: now)
      backoff.sleep()
      now = monotonicSeconds()
    }
    return !isStopping
  }

  mutating func next() -> Assignment? {
    if ahead > 0 { ahead -= 1 }
    return queue.popFirst()
  }

  /// Says goodbye and waits at most five seconds for the message to leave.
  mutating func leave() throws {
    add(.goodbye)
    try flush()
    let start = monotonicSeconds()
    var backoff = Backoff()
    while link.unsentCount > 0, monotonicSeconds() - start < 5 {
      _ = try link.receive()
      backoff.sleep()
    }
  }

  // MARK: - At a trial

  /// - Returns: The time at which the trial began, in seconds of the monotonic clock.
  mutating func begin(_ assignment: Assignment) throws -> Double {
    mustLeaveTrial = false
    isAtEnd = false
    current = assignment
    hasAnnounced = false
    let now = monotonicSeconds()
    // Trials that last a little are announced, so that a failure is blamed on the right one; tiny trials are too many.
    if now - lastFlush >= announceSeconds { try announce(assignment, at: now) }
    return now
  }

  /// Sends a record. Those beyond the checkpoint at which the trial is to wait do not count: it comes to them again.
  mutating func report(_ record: CheckpointRecord, of assignment: Assignment) throws {
    if let until = assignment.until {
      guard record.checkpoint <= until else { return }
      if record.checkpoint == until { isAtEnd = true }
    }
    try relay { connection in
      connection.add(.record(assignment, record))
      try connection.flushIfDue(at: monotonicSeconds())
    }
  }

  mutating func heartbeat(step: Int, of assignment: Assignment) throws {
    if isAtEnd { throw TrialPause() }
    let now = monotonicSeconds()
    guard now - lastPoll >= pollSeconds else { return }
    try relay { connection in
      try connection.poll(at: now)
      if !connection.hasAnnounced { try connection.announce(assignment, at: now) }
      try connection.flushIfDue(at: now)
      try connection.sendHeartbeatIfDue(of: assignment, step: step, at: now)
    }
  }

  mutating func end(_ assignment: Assignment, _ outcome: TrialOutcome, since start: Double) throws {
    let now = monotonicSeconds()
    try end(.finished(FinishedAttempt(assignment, outcome, seconds: now - start)), at: now)
  }

  /// Tells that the trial waits at the checkpoint that it was to come to.
  mutating func pause(_ assignment: Assignment, since start: Double) throws {
    let now = monotonicSeconds()
    try end(.paused(assignment, seconds: now - start), at: now)
  }

  private mutating func end(_ message: WorkerMessage, at now: Double) throws {
    add(message)
    guard queue.isEmpty || ahead == 0 else { return try flushIfDue(at: now) }
    // The end of a batch is reported before the next one begins, so that a failure is blamed on the right batch.
    ahead = -1
    try flush(at: now)
    try waitUntilSent(allBut: 0)
  }

  private mutating func announce(_ assignment: Assignment, at now: Double) throws {
    hasAnnounced = true
    add(.began(assignment))
    try flush(at: now)
  }

  /// Does `body` on behalf of a runner. An error is kept, since the runner may replace it by one of its own errors;
  /// where the trial is to be left, `TrialInterruption` is thrown.
  private mutating func relay(_ body: (inout Self) throws -> Void) throws {
    do { try body(&self) } catch {
      failure = error
      throw error
    }
    if mustLeaveTrial { throw TrialInterruption() }
  }

  private mutating func flushIfDue(at now: Double) throws {
    if outbox.count >= flushBytes || (now - lastFlush >= outboxSeconds && !outbox.isEmpty) {
      try flush(at: now)
    }
  }

  private mutating func sendHeartbeatIfDue(of assignment: Assignment?, step: Int, at now: Double)
    throws
  {
    if ShutdownSignal.isRequested, !hasSaidInterrupted {
      hasSaidInterrupted = true
      add(.interrupted)
      return try flush(at: now)
    }
    guard let welcome else { return }
    try monitor.check(at: now, patience: welcome.patience)
    // Any other message counts as a heartbeat as well.
    guard now - lastFlush >= welcome.heartbeatSeconds else { return }
    add(.heartbeat(assignment, step: step))
    try flush(at: now)
  }

  // MARK: - What the coordinator says

  private mutating func poll(at now: Double) throws {
    lastPoll = now
    while let message = try link.receive() {
      monitor.noteHeartbeat(at: now)
      try apply(try CoordinatorMessage(message))
    }
  }

  private mutating func apply(_ message: CoordinatorMessage) throws {
    logger.log(message)
    switch message {
    case .introduction(let coordinator): monitor.coordinator = coordinator
    case .welcome(let welcome):
      self.welcome = welcome
      monitor.coordinator = welcome.coordinator
    case .assign(let assignments):
      ahead = queue.count
      queue.append(contentsOf: assignments)
    case .recall(let assignments): giveBack(Set(assignments))
    case .leave(let assignment):
      queue.removeAll { $0 == assignment }
      if assignment == current { mustLeaveTrial = true }
    case .readmit:
      queue.removeAll()
      mustLeaveTrial = true
      mustSayReady = true
    case .ping: break
    case .stop:
      queue.removeAll()
      mustLeaveTrial = true
      isStopping = true
    }
  }

  private mutating func giveBack(_ wanted: Set<Assignment>) {
    let unbegun = queue.filter { wanted.contains($0) }
    queue.removeAll { wanted.contains($0) }
    add(.returned(Array(unbegun)))
    // The coordinator waits for the answer, so that it is sent at the next look at the clock.
    lastFlush = -.infinity
  }
}
