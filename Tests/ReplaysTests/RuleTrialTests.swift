import Records
import Replays
import Rules
import Testing

@Suite struct RuleTrialTests {
  private let halving = Rule(
    .halving(Rule.Ladder(eta: 2, rungs: 1), cohort: nil), by: Measure("loss"))

  private func recorded(
    _ courses: [[Double]], _ statuses: [TrialStatus]? = nil
  ) -> RecordedCourses {
    RecordedCourses(
      courses: courses, steps: courses.map { Array($0.indices) },
      statuses: statuses ?? courses.map { _ in .complete }, seconds: courses.map { _ in 2 })
  }

  @Test func `a rule that stops the worse half saves half of their way`() throws {
    let table = recorded([
      [9, 5, 5, 5, 4], [9, 6, 6, 6, 6], [9, 7, 7, 7, 7], [9, 8, 8, 8, 8],
    ])
    let outcome = try RuleTrial(
      halving, on: table, schedules: table.steps, configurations: 4
    ).outcome
    #expect(outcome.stopped == 2 && outcome.trials == 4)
    // Rungs lie at step 2 of 4.
    #expect(outcome.stepShare == 12.0 / 16 && outcome.secondShare == 12.0 / 16)
    #expect(outcome.picks.map(\.trial) == [0] && outcome.picks.map(\.value) == [4])
    #expect(outcome.bestMean == 4 && outcome.picks[0].isWithinStandardError)
  }

  @Test func `a late winner that is stopped is told`() throws {
    let table = recorded([
      [9, 5, 5, 5, 4], [9, 6, 6, 6, 6], [9, 7, 7, 7, 7], [9, 8, 8, 2, 1],
    ])
    let pick = try RuleTrial(
      halving, on: table, schedules: table.steps, configurations: 4
    ).outcome.picks[0]
    #expect(pick.trial == 0 && pick.best == 3 && pick.bestValue == 1)
    #expect(!pick.isWithinStandardError)
  }

  @Test func `configurations are compared by their means over replicates`() throws {
    // Configuration 0 ends with 1 and 3, configuration 1 with 2 and 3: means 2 and 2.5, standard error of the best 1.
    let table = recorded([[9, 4, 1], [9, 3, 2], [9, 4, 3], [9, 3, 3]])
    let outcome = try RuleTrial(
      halving, on: table, schedules: table.steps, configurations: 2
    ).outcome
    #expect(outcome.picks.map(\.trial) == [1, 3] && outcome.picks.map(\.best) == [0, 2])
    #expect(outcome.bestMean == 2 && outcome.standardError == 1)
    #expect(outcome.picks.map(\.isWithinStandardError) == [true, true])
  }

  @Test func `trials that diverged are never picked`() throws {
    let table = recorded([[9], [9, 8, 8]], [.diverged, .complete])
    let outcome = try RuleTrial(
      halving, on: table, schedules: table.schedules(path: "a.h5"), configurations: 2
    ).outcome
    #expect(outcome.picks.map(\.trial) == [1] && outcome.bestMean == 8)
  }

  @Test
  func `a trial that was broken off is taken to have had the steps of one that begins like it`()
    throws
  {
    let table = RecordedCourses(
      courses: [[1, 1, 1], [1, 1], [1, 1, 1]], steps: [[0, 5, 9], [0, 4], [0, 4, 8]],
      statuses: [.complete, .failed, .complete], seconds: [1, 1, 1])
    #expect(try table.schedules(path: "a.h5") == [[0, 5, 9], [0, 4, 8], [0, 4, 8]])
    let none = RecordedCourses(
      courses: [[1, 1]], steps: [[0, 4]], statuses: [.diverged], seconds: [1])
    #expect(throws: ReplayError.noSchedule(0, path: "a.h5")) { try none.schedules(path: "a.h5") }
  }
}
