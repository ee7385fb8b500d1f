import Records
import Scheduling
import TestSupport
import Testing

/// Workers that every fault of the table befalls at random, over a post that reorders and repeats messages.
///
/// Time is what a coordinator that is never away would count: its own absences are beside it.
private struct Chaos {
  static let patience = 10.0

  let settings: SchedulerSettings
  let flops: [Double]
  var scheduler: Scheduler
  var random: SeededGenerator
  var queues: Indexed<Identified.Worker, [Assignment]>
  var outboxes: Indexed<Identified.Worker, [SchedulerEvent]>
  var isFrozen: Indexed<Identified.Worker, Bool>
  var isDead: Indexed<Identified.Worker, Bool>
  var lastHeartbeat: Indexed<Identified.Worker, Double>
  var closings: Indexed<Identified.Trial, [TrialStatus]>
  /// All that each worker was given since it arrived.
  var given: Indexed<Identified.Worker, Set<TrialID>>
  /// How many workers were really lost that had been given a trial.
  var losses: Indexed<Identified.Trial, Int>
  /// Workers that were given up while nothing was the matter with them.
  var wrongedWorkers = 0
  var time = 0.0
  var absence = 0.0

  init(trials: Int, workers: Int, seed: UInt64) {
    var settings = SchedulerSettings()
    settings.patience = Self.patience
    var generator = SeededGenerator(seed: seed)
    flops = (0..<trials).map { _ in Double.random(in: 1...1000, using: &generator) }
    random = generator
    self.settings = settings
    scheduler = Scheduler(flops: flops, settings: settings)
    queues = Indexed(Array(repeating: [], count: workers))
    outboxes = Indexed((0..<workers).map { [.arrived(worker: WorkerID($0))] })
    isFrozen = Indexed(Array(repeating: false, count: workers))
    isDead = isFrozen
    lastHeartbeat = Indexed(Array(repeating: 0, count: workers))
    given = Indexed(Array(repeating: [], count: workers))
    closings = Indexed(Array(repeating: [], count: trials))
    losses = Indexed(Array(repeating: 0, count: trials))
  }

  private var now: Double { time + absence }

  mutating func step(withFaults hasFaults: Bool) {
    let worker = WorkerID(Int.random(in: 0..<queues.count, using: &random))
    time += Double.random(in: 0...0.02, using: &random)
    if hasFaults, Int.random(in: 0..<25, using: &random) == 0, let fault = drawn() {
      return strike(fault, worker)
    }
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<4: isFrozen[worker] = false
    case 4: follow(scheduler.tick(at: now))
    case 5..<50: if !isFrozen[worker] { work(worker) }
    default: if !isFrozen[worker] { deliver(from: worker, withFaults: hasFaults) }
    }
  }

  private mutating func drawn() -> Fault? {
    let rare: [Fault: Int] = [.death: 3, .failingWrite: 20, .movedName: 20]
    guard let fault = Fault.allCases.randomElement(using: &random),
      Int.random(in: 0..<(rare[fault] ?? 1), using: &random) == 0
    else { return nil }
    return fault
  }

  private mutating func strike(_ fault: Fault, _ worker: WorkerID) {
    switch fault {
    case .delay:
      time += 3
      // The others are heard meanwhile.
      for other in queues.indices where other != worker { sendHeartbeat(of: other) }
    case .stall: stall()
    case .silence: isFrozen[worker] = true
    case .leave: leave(worker)
    case .death: if worker > 1 { die(worker) }
    case .failingWrite, .movedName: startAgain()
    }
  }

  private mutating func sendHeartbeat(of worker: WorkerID) {
    guard !isFrozen[worker], !isDead[worker] else { return }
    take(.heartbeat(worker: worker), from: worker)
  }

  /// Meanwhile the workers go on.
  private mutating func stall() {
    let seconds = Double.random(in: 1...100, using: &random)
    for worker in queues.indices where !isFrozen[worker] { work(worker) }
    absence += seconds
    _ = scheduler.handle(.wasAway(seconds: seconds), at: now)
    follow(scheduler.tick(at: now))
  }

  private mutating func leave(_ worker: WorkerID) {
    guard !isDead[worker], !isFrozen[worker] else { return }
    outboxes[worker] = []
    queues[worker] = []
    follow(scheduler.handle(.left(worker: worker), at: now))
    outboxes[worker] = [.arrived(worker: worker)]
  }

  private mutating func die(_ worker: WorkerID) {
    isDead[worker] = true
    queues[worker] = []
    guard Bool.random(using: &random) else { return }
    follow(scheduler.handle(.lost(worker: worker, reason: "killed"), at: now))
  }

  /// Another run goes on from what this one has recorded, with all workers.
  private mutating func startAgain() {
    let closed = Set(closings.indices.filter { !closings[$0].isEmpty })
    scheduler = Scheduler(
      flops: flops, closed: closed, history: scheduler.failureHistory, settings: settings)
    for worker in queues.indices {
      queues[worker] = []
      outboxes[worker] = [.arrived(worker: worker)]
      isDead[worker] = false
      given[worker] = []
    }
  }

  private mutating func work(_ worker: WorkerID) {
    guard !isDead[worker] else { return }
    guard !queues[worker].isEmpty else {
      return outboxes[worker].append(.heartbeat(worker: worker))
    }
    let assignment = queues[worker].removeFirst()
    if Bool.random(using: &random) { outboxes[worker].append(.began(worker: worker, assignment)) }
    // A trial that records often says nothing else.
    for _ in 0..<Int.random(in: 0..<3, using: &random) {
      outboxes[worker].append(.heartbeat(worker: worker))
    }
    let seconds = Double.random(in: 1e-5...0.1, using: &random)
    outboxes[worker].append(
      .finished(
        worker: worker, [FinishedAttempt(assignment, .complete(steps: 1), seconds: seconds)]))
  }

  private mutating func deliver(from worker: WorkerID, withFaults hasFaults: Bool) {
    guard !outboxes[worker].isEmpty else { return }
    let index = hasFaults ? Int.random(in: 0..<min(3, outboxes[worker].count), using: &random) : 0
    let event = outboxes[worker][index]
    if !hasFaults || Int.random(in: 0..<10, using: &random) > 0 {
      outboxes[worker].remove(at: index)
    }
    take(event, from: worker)
  }

  private mutating func take(_ event: SchedulerEvent, from worker: WorkerID) {
    lastHeartbeat[worker] = time
    follow(scheduler.handle(event, at: now))
  }

  private mutating func follow(_ decisions: [SchedulerDecision]) {
    for decision in decisions {
      if case .drop(let worker, _) = decision { noteLoss(of: worker) }
    }
    for decision in decisions {
      switch decision {
      case .record(let record):
        if record.status.isClosed { closings[record.trial].append(record.status) }
      case .assign(let worker, let assignments):
        given[worker].formUnion(assignments.map(\.trial))
        if !isDead[worker] { queues[worker] += assignments }
      case .recall(let worker, let wanted):
        guard !isDead[worker] else { continue }
        let unbegun = queues[worker].filter { wanted.contains($0) }
        queues[worker].removeAll { wanted.contains($0) }
        outboxes[worker].append(.returned(worker: worker, unbegun))
      case .readmit(let worker):
        guard !isDead[worker] else { continue }
        queues[worker] = []
        outboxes[worker].append(.arrived(worker: worker))
      case .leave, .drop, .remember: break
      }
    }
  }

  private mutating func noteLoss(of worker: WorkerID) {
    if !isDead[worker], time - lastHeartbeat[worker] < Self.patience { wrongedWorkers += 1 }
    for trial in given[worker] { losses[trial] += 1 }
    given[worker] = []
  }
}

@Test(arguments: 0..<200 as Range<UInt64>)
func `whatever befalls a sweep, each trial closes once and fails only after two real losses`(
  seed: UInt64
) {
  var chaos = Chaos(trials: 300, workers: 8, seed: seed)
  for _ in 0..<3000 { chaos.step(withFaults: true) }
  var calmSteps = 0
  while !chaos.scheduler.isFinished, calmSteps < 200_000 {
    chaos.step(withFaults: false)
    calmSteps += 1
  }
  #expect(chaos.scheduler.isFinished && chaos.scheduler.closedCount == 300)
  #expect(chaos.closings.elements.allSatisfy { $0.count == 1 })
  #expect(chaos.wrongedWorkers == 0)
  for trial in chaos.closings.indices where chaos.closings[trial] == [.failed] {
    #expect(chaos.losses[trial] >= 2, "trial \(trial)")
  }
}
