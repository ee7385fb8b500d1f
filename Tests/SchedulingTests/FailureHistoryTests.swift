import Foundation
import Records
import Scheduling
import Testing

private func scheduler(_ trials: Int, _ history: FailureHistory = FailureHistory()) -> Scheduler {
  Scheduler(flops: Array(repeating: 1e9, count: trials), history: history)
}

@Test func `a trial that ended a worker of an earlier run is failed with the next`() throws {
  var first = scheduler(2)
  _ = first.handle(.arrived(worker: 1), at: 0)
  _ = first.handle(.began(worker: 1, Assignment(trial: 0, attempt: 1)), at: 0)
  _ = first.handle(.lost(worker: 1, reason: "killed"), at: 1)
  #expect(first.tick(at: 3) == [.remember(FailureHistory(charged: [0: 1]))])
  #expect(first.failureHistory == FailureHistory(charged: [0: 1]))

  // As it is kept between runs.
  let kept = try JSONDecoder().decode(
    FailureHistory.self, from: JSONEncoder().encode(first.failureHistory))
  var second = scheduler(2, kept)
  #expect(second.failureHistory == kept)
  _ = second.handle(.arrived(worker: 1), at: 0)
  _ = second.handle(.began(worker: 1, Assignment(trial: 0, attempt: 1)), at: 0)
  _ = second.handle(.lost(worker: 1, reason: "killed"), at: 1)
  let decisions = second.tick(at: 3)
  let ends = decisions.compactMap { decision -> TrialRecord? in
    if case .record(let record) = decision, record.status == .failed { record } else { nil }
  }
  #expect(ends.map(\.trial) == [0])
  #expect(
    ends.first?.reason
      == "workers one of an earlier run and 1 were lost while they ran it; the last one: killed")
  #expect(second.failureHistory.isEmpty)
}

@Test func `suspects of an earlier run still run alone`() {
  var scheduler = scheduler(10, FailureHistory(suspected: [[0, 1, 2]]))
  #expect(scheduler.failureHistory.suspected == [[0, 1, 2]])
  let decisions = scheduler.handle(.arrived(worker: 1), at: 0)
  #expect(decisions == [.assign(worker: 1, [Assignment(trial: 0, attempt: 1)])])
  _ = scheduler.handle(.began(worker: 1, Assignment(trial: 0, attempt: 1)), at: 0)
  // Lost alone, it is charged with the earlier loss too.
  _ = scheduler.handle(.lost(worker: 1, reason: "killed"), at: 1)
  #expect(scheduler.isJudging)
  _ = scheduler.tick(at: 3)
  #expect(scheduler.failedCount == 1)
  #expect(scheduler.failureHistory.isEmpty)
}

@Test func `attempts go on from those of earlier runs`() {
  var scheduler = Scheduler(flops: [1, 1], closed: [0], attempts: [1, 3])
  let decisions = scheduler.handle(.arrived(worker: 1), at: 0)
  #expect(decisions == [.assign(worker: 1, [Assignment(trial: 1, attempt: 4)])])
}

@Test(arguments: [-1, .min, .max])
func `a history of any numbers is read, and means no failure or more than enough`(count: Int) {
  var scheduler = scheduler(3, FailureHistory(charged: [0: count], shared: [1: count]))
  _ = scheduler.handle(.arrived(worker: 1), at: 0)
  _ = scheduler.handle(.began(worker: 1, Assignment(trial: 0, attempt: 1)), at: 0)
  _ = scheduler.handle(.lost(worker: 1, reason: "killed"), at: 1)
  _ = scheduler.tick(at: 3)
  #expect(scheduler.failedCount == (count > 0 ? 1 : 0))
}
