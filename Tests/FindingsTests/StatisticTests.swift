import Findings
import Schema
import Testing

struct StatisticTests {
  @Test func `a mark accepts its limit where it says so, and never NaN`() {
    #expect(Statistic.Mark.atMost(1).accepts(1))
    #expect(!Statistic.Mark.below(1).accepts(1))
    #expect(Statistic.Mark.atLeast(1).accepts(1))
    #expect(!Statistic.Mark.above(1).accepts(1))
    #expect(Statistic.Mark.within(0...1).accepts(0.5))
    let marks: [Statistic.Mark] = [.atMost(1), .atLeast(1), .below(1), .above(1), .within(0...1)]
    for mark in marks { #expect(!mark.accepts(.nan)) }
  }

  @Test func `a trial's last value is that of the last checkpoint, whatever it is`() {
    let trial = FindingTable.Trial(
      settings: ["model.width": .integer(3), "model.cell": .text("rnn")], steps: [0, 1, 2],
      values: ["rank": [[1], [2], [.nan]], "spectrum": [[.nan, .nan], [4, 5], [6, 7]]])
    #expect(trial.final("rank").isNaN)
    #expect(trial.first("spectrum") == [4, 5])
    #expect(trial.last("spectrum") == [6, 7])
    #expect(trial.final("absent").isNaN)
    #expect(trial.real("model.width") == 3)
    #expect(trial.text("model.cell") == "rnn")
    #expect(trial.real("model.cell").isNaN)
  }
}
