import Sweep
import Testing

/// Workers that freeze, thaw and die at random, over a post that reorders and repeats messages.
private struct Chaos {
  var scheduler: Scheduler
  var random: SeededGenerator
  var queues: [[Assignment]]
  var outboxes: [[SchedulerEvent]]
  var isFrozen: [Bool]
  var isDead: [Bool]
  var closings: [Int]
  var time = 0.0

  init(trials: Int, workers: Int, seed: UInt64) {
    var settings = SchedulerSettings()
    settings.patience = 10
    settings.deathsAllowed = .max
    var generator = SeededGenerator(seed: seed)
    let flops = (0..<trials).map { _ in Double.random(in: 1...1000, using: &generator) }
    random = generator
    scheduler = Scheduler(flops: flops, settings: settings)
    queues = Array(repeating: [], count: workers)
    outboxes = (0..<workers).map { [.arrived(worker: $0)] }
    isFrozen = Array(repeating: false, count: workers)
    isDead = Array(repeating: false, count: workers)
    closings = Array(repeating: 0, count: trials)
  }

  mutating func step(withFaults hasFaults: Bool) {
    let worker = Int.random(in: queues.indices, using: &random)
    let dice = Int.random(in: 0..<100, using: &random)
    time += Double.random(in: 0...0.02, using: &random)
    switch dice {
    case 0 where hasFaults && worker > 1: die(worker)
    case 1..<4 where hasFaults: isFrozen[worker] = true
    case 4..<8: isFrozen[worker] = false
    case 8 where hasFaults: time += 3
    case 9: follow(scheduler.tick(at: time))
    case 10..<55: if !isFrozen[worker] { work(worker) }
    default: if !isFrozen[worker] { deliver(from: worker, withFaults: hasFaults) }
    }
  }

  private mutating func die(_ worker: Int) {
    isDead[worker] = true
    queues[worker] = []
    if Bool.random(using: &random) {
      follow(scheduler.handle(.lost(worker: worker, reason: "killed"), at: time))
    }
  }

  private mutating func work(_ worker: Int) {
    guard !isDead[worker] else { return }
    guard !queues[worker].isEmpty else {
      return outboxes[worker].append(.heard(worker: worker))
    }
    let assignment = queues[worker].removeFirst()
    if Bool.random(using: &random) { outboxes[worker].append(.began(worker: worker, assignment)) }
    let seconds = Double.random(in: 1e-5...0.1, using: &random)
    outboxes[worker].append(
      .finished(worker: worker, [TrialReport(assignment, .complete, seconds: seconds)]))
  }

  private mutating func deliver(from worker: Int, withFaults hasFaults: Bool) {
    guard !outboxes[worker].isEmpty else { return }
    let index = hasFaults ? Int.random(in: 0..<min(3, outboxes[worker].count), using: &random) : 0
    let event = outboxes[worker][index]
    if !hasFaults || Int.random(in: 0..<10, using: &random) > 0 {
      outboxes[worker].remove(at: index)
    }
    follow(scheduler.handle(event, at: time))
  }

  private mutating func follow(_ decisions: [SchedulerDecision]) {
    for decision in decisions {
      switch decision {
      case .record(let standing): if standing.status.isClosed { closings[standing.trial] += 1 }
      case .assign(let worker, let assignments):
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
      case .drop: break
      }
    }
  }
}

@Test(arguments: 0..<200 as Range<UInt64>)
func `whatever dies, freezes, returns or is repeated, each trial closes exactly once`(seed: UInt64)
{
  var chaos = Chaos(trials: 300, workers: 8, seed: seed)
  for _ in 0..<3000 { chaos.step(withFaults: true) }
  var calmSteps = 0
  while !chaos.scheduler.isFinished, calmSteps < 200_000 {
    chaos.step(withFaults: false)
    calmSteps += 1
  }
  #expect(chaos.scheduler.isFinished)
  #expect(chaos.closings.allSatisfy { $0 == 1 })
  #expect(chaos.scheduler.closedCount == 300)
}
