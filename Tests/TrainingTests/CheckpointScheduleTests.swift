import Foundation
import Records
import Testing
import Training

private let spacings: [CheckpointSchedule.Spacing] = [.linear, .log]

@Test(arguments: spacings, [2, 3, 7, 20, 200])
func `checkpoints rise strictly from the start to the last step`(
  _ spacing: CheckpointSchedule.Spacing, _ count: Int
) {
  let schedule = CheckpointSchedule(count: count, spacing: spacing)
  for total in [1, 2, 3, 5, 10, 19, 20, 199, 500, 100_000] {
    let steps = schedule.steps(upTo: total)
    #expect(steps.first == 0 && steps.last == total)
    #expect(zip(steps, steps.dropFirst()).allSatisfy { $0 < $1 })
    #expect(steps.count == min(count, total + 1))
    #expect(steps.count == schedule.count(upTo: total))
  }
}

@Test func `linear checkpoints are evenly spaced`() {
  let schedule = CheckpointSchedule(count: 6, spacing: .linear)
  #expect(schedule.steps(upTo: 500) == [0, 100, 200, 300, 400, 500])
  #expect(schedule.steps(upTo: 8) == [0, 2, 3, 5, 6, 8])
}

@Test func `logarithmic checkpoints are powers from the first step on`() {
  let schedule = CheckpointSchedule(count: 6, spacing: .log)
  #expect(schedule.steps(upTo: 10_000) == [0, 1, 10, 100, 1000, 10_000])
}

@Test func `logarithmic checkpoints that would coincide take the next free steps`() {
  let schedule = CheckpointSchedule(count: 10, spacing: .log)
  // 20^(i/8) rounds to 1, 1, 2, 3, 4, 7, 9, 14, 20.
  #expect(schedule.steps(upTo: 20) == [0, 1, 2, 3, 4, 5, 7, 9, 14, 20])
}

@Test func `an untrained net has one checkpoint`() {
  for spacing in spacings {
    let schedule = CheckpointSchedule(count: 20, spacing: spacing)
    #expect(schedule.steps(upTo: 0) == [0])
    #expect(schedule.count(upTo: 0) == 1)
  }
}
