import Records
import Results
import ResultsSupport
import Rules
import TestSupport
import Testing

/// What a rule has decided, as it lies in the file.
@Suite struct RuleTableTests {
  private let layout: ResultsLayout = {
    var layout = ResultsLayout.example(trials: 4, checkpoints: 6)
    layout.rule = RuleLayout(
      rungCount: 2, cohorts: [0, 0, 1, 1], checkpoints: [1, 3, 1, 3, 1, 3, 1, 3])
    return layout
  }()

  private let decisions = [
    RuleDecision(
      cohort: 0, rung: 0, trial: 0, checkpoint: 1, value: 0.25, threshold: 0.25, place: 1,
      isStop: false),
    RuleDecision(
      cohort: 0, rung: 0, trial: 1, checkpoint: 1, value: .nan, threshold: 0.25, place: 2,
      isStop: true),
    RuleDecision(
      cohort: 0, rung: 1, trial: 0, checkpoint: 3, value: 0.1, threshold: .nan, place: 0,
      isStop: false),
    RuleDecision(
      cohort: 1, rung: 0, trial: 3, checkpoint: 1, value: -1e-300, threshold: .infinity, place: 4,
      isStop: true),
  ]

  @Test func `decisions come back in their logical order, whenever they were written`() throws {
    try withTemporaryDirectory { folder in
      let path = folder + "/a.h5"
      var writer = try ResultsWriter.create(path, layout)
      try writer.record([decisions[3], decisions[0]])
      try writer.flush()
      try writer.record([decisions[2], decisions[1]])
      try writer.setStatus(TrialRecord(1, .pruned))
      try writer.close()
      let reader = try ResultsReader(path)
      #expect(try reader.ruleDecisions().journal == decisions.journal)
      #expect(try reader.ruleLayout() == layout.rule)
      #expect(try reader.statuses() == [.pending, .pruned, .pending, .pending])
    }
  }

  @Test func `a later run writes the same decisions again, and others`() throws {
    try withTemporaryDirectory { folder in
      let path = folder + "/a.h5"
      var first = try ResultsWriter.create(path, layout)
      try first.record(Array(decisions[0..<2]))
      try first.close()
      var second = try ResultsWriter.resume(path, layout)
      try second.record(decisions)
      try second.close()
      let reader = try ResultsReader(path)
      #expect(try reader.ruleDecisions() == decisions)
    }
  }

  @Test func `decisions of two files are compared`() throws {
    try withTemporaryDirectory { folder in
      for (name, count) in [("a", 4), ("b", 3)] {
        var writer = try ResultsWriter.create("\(folder)/\(name).h5", layout)
        try writer.record(Array(decisions[..<count]))
        try writer.close()
      }
      let differences = try compare("\(folder)/a.h5", "\(folder)/b.h5").map(\.variable)
      #expect(differences.contains("rule_verdict") && differences.contains("rule_value"))
      #expect(differences.allSatisfy { $0.hasPrefix("rule_") })
    }
  }

  @Test func `a file without a rule has no decisions and takes none`() throws {
    try withTemporaryDirectory { folder in
      let path = folder + "/a.h5"
      var writer = try ResultsWriter.create(path, .example(trials: 4, checkpoints: 6))
      try writer.record(decisions)
      try writer.close()
      let reader = try ResultsReader(path)
      #expect(try !reader.hasRule && reader.ruleDecisions().isEmpty)
      #expect(try reader.ruleLayout() == nil)
    }
  }
}
