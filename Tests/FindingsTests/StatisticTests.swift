import Records
import Scheduling
import Schema
import Summaries
import Testing

@testable import Judging

struct StatisticTests {
  @Test func `a criterion accepts its limit where it says so, and never NaN`() {
    #expect(Statistic.Criterion.atMost(1).accepts(1))
    #expect(!Statistic.Criterion.below(1).accepts(1))
    #expect(Statistic.Criterion.atLeast(1).accepts(1))
    #expect(!Statistic.Criterion.above(1).accepts(1))
    #expect(Statistic.Criterion.within(0...1).accepts(0.5))
    let marks: [Statistic.Criterion] = [
      .atMost(1), .atLeast(1), .below(1), .above(1), .within(0...1),
    ]
    for criterion in marks { #expect(!criterion.accepts(.nan)) }
  }

  @Test func `a statistic of arms that are absent or not complete is NaN and says which`() {
    func trial(_ width: Int, _ status: TrialStatus) -> FindingTable.Trial {
      FindingTable.Trial(
        settings: ["model.width": .integer(width)], status: status, steps: [0], values: [:])
    }
    let all = Ensemble(
      FindingTable([
        trial(3, .complete), trial(3, .diverged), trial(3, .failed), trial(4, .complete),
      ]))
    func reason(_ widths: [Double]) -> String? {
      let arms = widths.map { all.with("model.width", $0) }
      let statistic = Statistic("s", 1, .atMost(2), reported: "one", of: arms)
      #expect(statistic.value.isNaN == (statistic.reason != nil))
      #expect(statistic.passes == (statistic.reason == nil))
      #expect(statistic.remark == statistic.reason ?? "one")
      return statistic.reason
    }
    #expect(reason([4]) == nil)
    #expect(reason([5]) == "no trials with width 5")
    #expect(reason([3, 4]) == "of 3 trials with width 3: 1 diverged, 1 failed")
    #expect(
      reason([5, 6, 7])
        == "no trials with width 5; no trials with width 6; and so on, 3 arms in all")
    #expect(Statistic("s", .nan, .atMost(2), of: [all]).reason?.hasPrefix("of 4 trials") == true)
    let taken = Statistic("s", .nan, .atMost(2), of: [all.with("model.width", 4)])
    #expect(taken.reason?.contains("NaN or was not taken") == true)
  }

  @Test func `a trial's last value is that of the last checkpoint, whatever it is`() {
    let trial = FindingTable.Trial(
      settings: ["model.width": .integer(3), "model.cell": .text("rnn")], steps: [0, 1, 2],
      values: ["rank": [[1], [2], [.nan]], "spectrum": [[.nan, .nan], [4, 5], [6, 7]]])
    #expect(trial.final("rank").isNaN)
    #expect(trial.first("spectrum").allSatisfy { $0.isNaN } && trial.initial("rank") == 1)
    #expect(trial.last("spectrum") == [6, 7])
    #expect(trial.final("absent").isNaN)
    #expect(trial.real("model.width") == 3)
    #expect(trial.text("model.cell") == "rnn")
    #expect(trial.real("model.cell").isNaN)
  }
}

@Test func `a range is from the least number to the largest, and of numbers alone`() {
  #expect(Statistics.range([2, -1, 0.5]) == -1...2)
  #expect(Statistics.range([]) == nil && Statistics.range([1, .nan, 2]) == nil)
}
