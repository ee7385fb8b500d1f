import Records
import Scheduling
import Testing

/// The trials that the decisions send to `worker`, in order.
private func assigned(_ decisions: [SchedulerDecision], to worker: WorkerID) -> [Assignment] {
  decisions.flatMap { decision -> [Assignment] in
    guard case .assign(worker, let assignments) = decision else { return [] }
    return assignments
  }
}

private func closings(_ decisions: [SchedulerDecision]) -> [TrialRecord] {
  decisions.compactMap {
    guard case .record(let record) = $0, record.status.isClosed else { return nil }
    return record
  }
}

private func done(
  _ trial: TrialID, _ attempt: Attempt = 1, seconds: Double = 1
) -> FinishedAttempt {
  FinishedAttempt(
    Assignment(trial: trial, attempt: attempt), .complete(steps: 1), seconds: seconds)
}

@Test func `the costliest trial is handed out first and equal ones in the sweep's order`() {
  var scheduler = Scheduler(flops: [1, 5, 3, 5])
  var order: [TrialID] = []
  for worker: WorkerID in 1...4 {
    order += assigned(scheduler.handle(.arrived(worker: worker), at: 0), to: worker).map(\.trial)
  }
  #expect(order == [1, 3, 2, 0])
}

@Test func `a trial is run again when its worker is lost and the late report is ignored`() {
  var scheduler = Scheduler(flops: [1])
  _ = scheduler.handle(.arrived(worker: 1), at: 0)
  let lost = scheduler.handle(.lost(worker: 1, reason: "killed"), at: 1)
  #expect(lost == [.drop(worker: 1, reason: "killed")])
  // Not before it is clear whether it came alone.
  #expect(assigned(scheduler.handle(.arrived(worker: 3), at: 1.5), to: 3) == [])
  _ = scheduler.handle(.left(worker: 3), at: 1.5)
  _ = scheduler.tick(at: 2.1)
  let again = assigned(scheduler.handle(.arrived(worker: 2), at: 2.1), to: 2)
  #expect(again == [Assignment(trial: 0, attempt: 2)])
  let late = scheduler.handle(.finished(worker: 1, [done(0)]), at: 3)
  #expect(late == [.readmit(worker: 1)])
  let closed = closings(scheduler.handle(.finished(worker: 2, [done(0, 2)]), at: 4))
  #expect(
    closed == [TrialRecord(0, .complete, attempts: 2, worker: 2, seconds: 1)])
  #expect(scheduler.isFinished)
}

@Test func `a trial that ends two workers is failed and says which`() throws {
  var scheduler = Scheduler(flops: [2, 1])
  _ = scheduler.handle(.arrived(worker: 1), at: 0)
  _ = scheduler.handle(.lost(worker: 1, reason: "killed"), at: 1)
  _ = scheduler.tick(at: 3)
  _ = scheduler.handle(.arrived(worker: 2), at: 3)
  _ = scheduler.handle(.lost(worker: 2, reason: "its process is gone"), at: 4)
  let closed = closings(scheduler.tick(at: 6))
  let failure = try #require(closed.first)
  #expect(failure.trial == 0 && failure.status == .failed && failure.attempts == 2)
  #expect(
    failure.reason
      == "workers 1 and 2 were lost while they ran it; the last one: its process is gone")
  #expect(assigned(scheduler.handle(.arrived(worker: 3), at: 7), to: 3).map(\.trial) == [1])
}

@Test
func `a trial is not failed for a worker that was only stopped, and is for one that stays silent`()
{
  var settings = SchedulerSettings()
  settings.patience = 10
  for comesBack in [true, false] {
    for isFirst in [true, false] {
      var scheduler = Scheduler(flops: [1], settings: settings)
      // One of the two workers dies, and the other is stopped at 12 s, in either order.
      var closed: [TrialRecord] = []
      func tick(_ time: Double) { closed += closings(scheduler.tick(at: time)) }
      _ = scheduler.handle(.arrived(worker: 1), at: 0)
      if isFirst {
        tick(12)
      } else {
        _ = scheduler.handle(.lost(worker: 1, reason: "its process is gone"), at: 1)
      }
      tick(14)
      _ = scheduler.handle(.arrived(worker: 2), at: 14)
      if isFirst {
        _ = scheduler.handle(.lost(worker: 2, reason: "its process is gone"), at: 15)
        tick(16.5)
      } else {
        tick(24)
        tick(26)
      }
      #expect(closed.isEmpty)
      let stopped: WorkerID = isFirst ? 1 : 2
      if comesBack {
        _ = scheduler.handle(.heartbeat(worker: stopped), at: isFirst ? 18 : 30)
        _ = scheduler.handle(.arrived(worker: stopped), at: isFirst ? 18 : 30)
      }
      tick(isFirst ? 41 : 53)
      #expect(closed.isEmpty)
      tick(60)
      #expect(closed.map(\.status) == (comesBack ? [] : [.failed]), "\(isFirst)")
    }
  }
}

@Test
func `workers that fall silent together are held against no trial, whatever it had cost before`() {
  var settings = SchedulerSettings()
  settings.patience = 10
  var scheduler = Scheduler(
    flops: [1, 1, 1], history: FailureHistory(charged: [0: 1]), settings: settings)
  for worker in WorkerID(1)...3 { _ = scheduler.handle(.arrived(worker: worker), at: 0) }
  for time in [12.0, 14, 60, 120] { #expect(closings(scheduler.tick(at: time)).isEmpty) }
  #expect(scheduler.failureHistory.charged == [0: 1])
  #expect(scheduler.failureHistory.shared == [0: 1, 1: 1, 2: 1])
}

@Test func `a worker that is silent for too long is given up by the clock alone`() {
  var settings = SchedulerSettings()
  settings.patience = 10
  var scheduler = Scheduler(flops: [1], settings: settings)
  _ = scheduler.handle(.arrived(worker: 1), at: 0)
  #expect(scheduler.nextTick == 10)
  _ = scheduler.handle(.heartbeat(worker: 1), at: 4)
  #expect(scheduler.tick(at: 10) == [])
  #expect(scheduler.tick(at: 35.9) == [])  // 8 × the longest silence, 4 s, after the last sign
  #expect(scheduler.tick(at: 36) == [.drop(worker: 1, reason: "silent for 32 s")])
  #expect(scheduler.workerCount == 0)
}

@Test func `a worker that was only slow is used again and its trial is not blamed`() {
  var settings = SchedulerSettings()
  settings.patience = 10
  var scheduler = Scheduler(flops: [1], settings: settings)
  for round in 0..<5 {
    let time = Double(1000 * round)
    _ = scheduler.handle(.arrived(worker: 1), at: time)
    #expect(scheduler.tick(at: time + 900).count == 1)
    #expect(scheduler.handle(.heartbeat(worker: 1), at: time + 950) == [.readmit(worker: 1)])
  }
  let again = assigned(scheduler.handle(.arrived(worker: 1), at: 9000), to: 1)
  #expect(again == [Assignment(trial: 0, attempt: 6)])
}

@Test func `the next trial is at the worker before the first ends once times are known`() {
  var scheduler = Scheduler(flops: Array(repeating: 1, count: 50))
  _ = scheduler.handle(.arrived(worker: 1), at: 0)
  let second = scheduler.handle(.finished(worker: 1, [done(0, seconds: 10)]), at: 10)
  #expect(assigned(second, to: 1).map(\.trial) == [1])
  #expect(scheduler.tick(at: 12) == [])
  // A tenth of the predicted 10 s and a batch's 75 ms before the end.
  #expect(assigned(scheduler.tick(at: 18.93), to: 1).map(\.trial) == [2])
  #expect(scheduler.tick(at: 30) == [])
}

@Test func `tiny trials travel in batches that last about as long as asked`() {
  var scheduler = Scheduler(flops: Array(repeating: 1, count: 100_000))
  var batch = assigned(scheduler.handle(.arrived(worker: 1), at: 0), to: 1)
  #expect(batch.count == 1)
  var time = 0.0
  var sizes: [Int] = []
  for _ in 0..<40 {
    time += 0.001 * Double(batch.count)
    let attempts = batch.map { done($0.trial, $0.attempt, seconds: 0.001) }
    let decisions = scheduler.handle(.finished(worker: 1, attempts), at: time)
    batch = assigned(decisions, to: 1)
    sizes = decisions.compactMap {
      guard case .assign(_, let assignments) = $0 else { return nil }
      return assignments.count
    }
  }
  // One at hand and the next, each of 75 ms in trials of 1 ms.
  #expect(sizes.count == 2 && sizes.allSatisfy { (74...76).contains($0) })
}

@Test func `trials not begun are recalled for a worker with nothing to do`() {
  var scheduler = Scheduler(flops: Array(repeating: 1, count: 4))
  _ = scheduler.handle(.arrived(worker: 1), at: 0)
  let more = scheduler.handle(.finished(worker: 1, [done(0, seconds: 0.001)]), at: 0.001)
  let held = assigned(more, to: 1).map(\.trial)
  #expect(held == [1] || held == [1, 2])
  var decisions = more
  for worker: WorkerID in 2...4 {
    decisions += scheduler.handle(.arrived(worker: worker), at: 0.002)
  }
  let everyone = (1...4 as ClosedRange<WorkerID>).flatMap {
    assigned(decisions, to: $0).map(\.trial)
  }
  #expect(everyone.sorted() == [1, 2, 3])
  for case .recall(let worker, let wanted) in decisions {
    let given = scheduler.handle(.returned(worker: worker, wanted), at: 0.003)
    let moved = (2...4 as ClosedRange<WorkerID>).flatMap { assigned(given, to: $0) }
    #expect(moved.map(\.trial) == wanted.map(\.trial))
    let records = closings(
      scheduler.handle(.finished(worker: 2, [done(moved[0].trial, moved[0].attempt)]), at: 1))
    #expect(records.allSatisfy { $0.attempts == 1 })
  }
}

@Test func `trials that are closed already are not run`() {
  var scheduler = Scheduler(flops: [3, 2, 1], closed: [0, 2])
  #expect(scheduler.closedCount == 2)
  #expect(assigned(scheduler.handle(.arrived(worker: 1), at: 0), to: 1).map(\.trial) == [1])
  _ = scheduler.handle(.finished(worker: 1, [done(1)]), at: 1)
  #expect(scheduler.isFinished)
}

@Test func `nothing is handed out after an interruption but what comes in counts`() {
  var scheduler = Scheduler(flops: [2, 1])
  _ = scheduler.handle(.arrived(worker: 1), at: 0)
  _ = scheduler.handle(.interrupted, at: 1)
  let decisions = scheduler.handle(.finished(worker: 1, [done(0)]), at: 2)
  #expect(assigned(decisions, to: 1).isEmpty && closings(decisions).map(\.trial) == [0])
}

@Test func `of a batch only the trial that ends workers when alone is failed`() {
  var scheduler = Scheduler(flops: Array(repeating: 1, count: 400))
  let killer: TrialID = 300
  var queues: [WorkerID: [[Assignment]]] = [:]
  var records: [TrialRecord] = []
  var lost = 0
  func take(_ decisions: [SchedulerDecision]) {
    records += closings(decisions)
    for case .assign(let worker, let list) in decisions { queues[worker, default: []].append(list) }
  }
  for worker: WorkerID in 1...4 { take(scheduler.handle(.arrived(worker: worker), at: 0)) }
  var time = 0.0
  while !scheduler.isFinished, time < 10 {
    time += 1e-3
    take(scheduler.tick(at: time))
    for worker: WorkerID in 1...4 where !queues[worker, default: []].isEmpty {
      time += 1e-4
      let batch = queues[worker, default: []].removeFirst()
      if batch.contains(where: { $0.trial == killer }) {
        lost += 1
        queues[worker] = []
        take(scheduler.handle(.lost(worker: worker, reason: "killed"), at: time))
      } else {
        let attempts = batch.map { done($0.trial, $0.attempt, seconds: 1e-4) }
        take(scheduler.handle(.finished(worker: worker, attempts), at: time))
      }
    }
  }
  #expect(lost == 2)
  #expect(records.filter { $0.status == .failed }.map(\.trial) == [killer])
  #expect(records.count == 400)
}

/// A scheduler of one trial, for which one worker was lost already.
private func chargedOnce() -> Scheduler {
  var scheduler = Scheduler(flops: [1])
  _ = scheduler.handle(.arrived(worker: 1), at: 0)
  _ = scheduler.handle(.lost(worker: 1, reason: "killed"), at: 0.5)
  _ = scheduler.tick(at: 2)
  _ = scheduler.handle(.arrived(worker: 2), at: 2)
  _ = scheduler.handle(.began(worker: 2, Assignment(trial: 0, attempt: 2)), at: 2)
  return scheduler
}

@Test func `a worker that leaves in good order is no trial's fault`() {
  var scheduler = chargedOnce()
  let decisions = scheduler.handle(.left(worker: 2), at: 3)
  #expect(
    decisions == [.record(TrialRecord(0, .pending, attempts: 2, worker: 2))])
  #expect(scheduler.failureHistory.charged == [0: 1] && scheduler.workerCount == 0)
  let again = assigned(scheduler.handle(.arrived(worker: 3), at: 4), to: 3)
  #expect(again == [Assignment(trial: 0, attempt: 3)])
}

@Test func `no trial is blamed for a loss once the sweep is being interrupted`() {
  var scheduler = chargedOnce()
  _ = scheduler.handle(.interrupted, at: 3)
  #expect(closings(scheduler.handle(.lost(worker: 2, reason: "killed"), at: 4)).isEmpty)
  #expect(scheduler.failureHistory.charged == [0: 1])
}

@Test func `the coordinator's own absence is nobody's silence, and teaches no patience`() {
  var settings = SchedulerSettings()
  settings.patience = 10
  var scheduler = Scheduler(flops: [1], settings: settings)
  _ = scheduler.handle(.arrived(worker: 1), at: 0)
  _ = scheduler.handle(.wasAway(seconds: 600), at: 600.5)
  #expect(scheduler.tick(at: 600.5) == [])
  _ = scheduler.handle(.heartbeat(worker: 1), at: 601)
  #expect(scheduler.tick(at: 610.9) == [])
  #expect(scheduler.tick(at: 611) == [.drop(worker: 1, reason: "silent for 10 s")])
}

@Test func `a silence is forgotten in twenty times its length`() {
  var settings = SchedulerSettings()
  settings.patience = 10
  var scheduler = Scheduler(flops: [1], settings: settings)
  _ = scheduler.handle(.arrived(worker: 1), at: 0)
  for time in [8] + Array(9...168) { _ = scheduler.handle(.heartbeat(worker: 1), at: Double(time)) }
  #expect(scheduler.tick(at: 177.9) == [])
  #expect(scheduler.tick(at: 178) == [.drop(worker: 1, reason: "silent for 10 s")])
}
