import HeapModule
import Records
import Scheduling

/// A seeded generator (SplitMix64), so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// A discrete-event simulation of workers that run what they are sent, each message taking `latency` seconds.
struct Workforce {
  var scheduler: Scheduler
  let seconds: [Double]
  let latency: Double
  /// How a trial ends.
  var ending: (_ trial: TrialID) -> TrialStatus = { _ in .complete }
  private(set) var now = 0.0
  private(set) var starts: [(trial: TrialID, time: Double)] = []
  private(set) var closings: [TrialID: Int] = [:]
  private(set) var messages = 0
  private var queues: [WorkerID: [Assignment]] = [:]
  private var running: [WorkerID: Assignment] = [:]
  private var happenings: Heap<Happening> = []
  private var nextTick = Double.infinity
  private var count = 0

  private enum Kind {
    case told(SchedulerEvent)
    case decided(SchedulerDecision)
    case ended(worker: WorkerID)
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

  /// - Parameter seconds: How long each trial really takes.
  init(_ scheduler: Scheduler, seconds: [Double], workers: Int, latency: Double) {
    self.scheduler = scheduler
    self.seconds = seconds
    self.latency = latency
    for worker in 1...WorkerID(workers) { add(.told(.arrived(worker: worker)), at: 0) }
  }

  /// - Returns: When the last trial ended.
  mutating func run() -> Double {
    while !scheduler.isFinished, let next = happenings.popMin() {
      now = next.time
      happen(next.kind)
    }
    return now
  }

  private mutating func happen(_ kind: Kind) {
    switch kind {
    case .told(let event):
      messages += 1
      decide(scheduler.handle(event, at: now))
    case .tick:
      nextTick = .infinity
      decide(scheduler.tick(at: now))
    case .ended(let worker):
      guard let assignment = running.removeValue(forKey: worker) else { return }
      let attempt = FinishedAttempt(
        assignment, TrialOutcome(ending(assignment.trial)),
        seconds: seconds[assignment.trial.number])
      add(.told(.finished(worker: worker, [attempt])), at: now + latency)
      start(worker)
    case .decided(let decision): follow(decision)
    }
  }

  private mutating func decide(_ decisions: [SchedulerDecision]) {
    for decision in decisions {
      if case .record(let record) = decision {
        if record.status.isClosed { closings[record.trial, default: 0] += 1 }
      } else {
        messages += 1
        add(.decided(decision), at: now + latency)
      }
    }
    // The scheduler says again when it wants the next; one that comes too early does no harm.
    if let tick = scheduler.nextTick, tick < nextTick {
      nextTick = max(tick, now)
      add(.tick, at: nextTick)
    }
  }

  private mutating func follow(_ decision: SchedulerDecision) {
    switch decision {
    case .assign(let worker, let assignments):
      queues[worker, default: []] += assignments
      start(worker)
    case .recall(let worker, let wanted):
      let unbegun = queues[worker, default: []].filter { wanted.contains($0) }
      queues[worker, default: []].removeAll { wanted.contains($0) }
      add(.told(.returned(worker: worker, unbegun)), at: now + latency)
    case .leave, .record, .drop, .readmit, .remember: break
    }
  }

  private mutating func start(_ worker: WorkerID) {
    guard running[worker] == nil, let first = queues[worker]?.first else { return }
    queues[worker]?.removeFirst()
    running[worker] = first
    starts.append((first.trial, now))
    add(.ended(worker: worker), at: now + seconds[first.trial.number])
  }

  private mutating func add(_ kind: Kind, at time: Double) {
    count += 1
    happenings.insert(Happening(time: time, number: count, kind: kind))
  }
}
