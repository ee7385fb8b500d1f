import Records
import Scheduling
import Testing

/// Trials that are run in stretches, between which they wait.
@Suite struct StretchTests {
  private func assigned(_ decisions: [SchedulerDecision]) -> [Assignment] {
    decisions.flatMap { decision -> [Assignment] in
      if case .assign(_, let assignments) = decision { assignments } else { [] }
    }
  }

  private func statuses(_ decisions: [SchedulerDecision]) -> [TrialStatus] {
    decisions.compactMap { decision -> TrialStatus? in
      if case .record(let record) = decision { record.status } else { nil }
    }
  }

  private func scheduler(_ trials: Int = 2) -> Scheduler {
    Scheduler(
      flops: Array(repeating: 1, count: trials),
      stretches: Dictionary(
        uniqueKeysWithValues: (0..<trials).map {
          (TrialID($0), TrialStretch(place: 0, until: 3, flops: 1))
        }))
  }

  @Test func `a trial that waits leaves its worker to another, and goes on when it may`() {
    var scheduler = scheduler()
    let first = assigned(scheduler.handle(.arrived(worker: 1), at: 0))
    #expect(first == [Assignment(trial: 0, attempt: 1, until: 3)])
    let paused = scheduler.handle(.paused(worker: 1, first[0], seconds: 1), at: 1)
    #expect(statuses(paused) == [.pending])
    #expect(assigned(paused) == [Assignment(trial: 1, attempt: 1, until: 3)])
    #expect(scheduler.waitingCount == 1 && scheduler.closedCount == 0)
    let second = assigned(paused)[0]
    #expect(assigned(scheduler.handle(.paused(worker: 1, second, seconds: 1), at: 2)).isEmpty)
    let stretch = TrialStretch(place: 1, until: nil, flops: 5)
    let released = scheduler.handle(.released(1, stretch), at: 3)
    #expect(assigned(released) == [Assignment(trial: 1, attempt: 2, until: nil)])
    #expect(statuses(scheduler.handle(.pruned(0, reason: "worse"), at: 4)) == [.pruned])
    let end = FinishedAttempt(assigned(released)[0], .complete(steps: 1), seconds: 1)
    _ = scheduler.handle(.finished(worker: 1, [end]), at: 5)
    #expect(scheduler.isFinished)
  }

  @Test func `a trial that may go on before it waits is handed out again at once`() {
    var scheduler = scheduler(1)
    let first = assigned(scheduler.handle(.arrived(worker: 1), at: 0))[0]
    #expect(
      scheduler.handle(.released(0, TrialStretch(place: 1, until: 7, flops: 1)), at: 1).isEmpty)
    let paused = scheduler.handle(.paused(worker: 1, first, seconds: 1), at: 2)
    #expect(assigned(paused) == [Assignment(trial: 0, attempt: 2, until: 7)])
  }

  @Test func `a worker is told to leave a trial that is pruned under it, and gets another`() {
    var scheduler = scheduler()
    let first = assigned(scheduler.handle(.arrived(worker: 1), at: 0))[0]
    let pruned = scheduler.handle(.pruned(0, reason: "worse"), at: 1)
    #expect(statuses(pruned) == [.pruned])
    #expect(pruned.contains(.leave(worker: 1, first)))
    #expect(assigned(pruned).map(\.trial) == [1])
    // What the worker still says of it no longer counts.
    #expect(statuses(scheduler.handle(.paused(worker: 1, first, seconds: 1), at: 2)).isEmpty)
    let end = FinishedAttempt(first, .complete(steps: 1), seconds: 1)
    #expect(statuses(scheduler.handle(.finished(worker: 1, [end]), at: 2)).isEmpty)
    #expect(scheduler.closedCount == 1)
  }

  @Test func `a trial that is pruned after its worker was lost is not handed out again`() {
    var scheduler = scheduler(1)
    _ = scheduler.handle(.arrived(worker: 1), at: 0)
    _ = scheduler.handle(.left(worker: 1), at: 1)
    #expect(statuses(scheduler.handle(.pruned(0, reason: "worse"), at: 2)) == [.pruned])
    #expect(scheduler.isFinished)
    #expect(assigned(scheduler.handle(.arrived(worker: 2), at: 3)).isEmpty)
  }

  @Test func `a loss that is judged after the trial was pruned blames nobody`() {
    var scheduler = scheduler(1)
    let first = assigned(scheduler.handle(.arrived(worker: 1), at: 0))[0]
    _ = scheduler.handle(.began(worker: 1, first), at: 0)
    _ = scheduler.handle(.lost(worker: 1, reason: "killed"), at: 1)
    #expect(statuses(scheduler.handle(.pruned(0, reason: "worse"), at: 1.1)) == [.pruned])
    #expect(statuses(scheduler.tick(at: 100)).isEmpty)
    #expect(scheduler.isFinished && scheduler.failureHistory.charged.isEmpty)
  }

  @Test func `trials that wait from the start are neither handed out nor closed`() {
    var scheduler = Scheduler(
      flops: [1, 1], stretches: [1: TrialStretch(place: 0, until: 3, flops: 1)], waiting: [0])
    #expect(assigned(scheduler.handle(.arrived(worker: 1), at: 0)).map(\.trial) == [1])
    #expect(scheduler.closedCount == 0 && scheduler.waitingCount == 1)
  }

  @Test func `earlier stretches are handed out first, and the costliest of these`() {
    var scheduler = Scheduler(
      flops: [9, 9, 9, 9],
      stretches: [
        0: TrialStretch(place: 1, until: nil, flops: 8),
        1: TrialStretch(place: 0, until: 3, flops: 1),
        2: TrialStretch(place: 0, until: 3, flops: 2),
        3: TrialStretch(place: 1, until: 5, flops: 4),
      ])
    var order: [TrialID] = []
    var next = assigned(scheduler.handle(.arrived(worker: 1), at: 0)).first
    while let assignment = next {
      order.append(assignment.trial)
      next = assigned(scheduler.handle(.paused(worker: 1, assignment, seconds: 1), at: 1)).first
    }
    #expect(order == [2, 1, 0, 3])
  }
}
