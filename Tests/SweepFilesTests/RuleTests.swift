import Rules
import Schema
import SweepFiles
import Testing

@Suite struct RuleTests {
  private let text = """
    task: copy
    model: {width: {grid: [1, 2]}}
    rule: {halving: {quantity: train_loss, eta: 2, rungs: 2}}
    """

  @Test func `a sweep's rule is read, and full text gives it again`() throws {
    let sweep = try plan(text)
    let rule = Rule(
      .halving(Rule.Ladder(eta: 2, rungs: 2), cohort: nil), by: Measure("train_loss"))
    #expect(sweep.rule == rule)
    #expect(try plan(sweep.fullText()) == sweep)
  }

  @Test func `sweeps of other rules are not the same`() throws {
    let one = try plan(text)
    #expect(try plan(text.replacing("eta: 2", with: "eta: 3")) != one)
    let plain = try plan("task: copy\nmodel: {width: {grid: [1, 2]}}")
    #expect(plain.rule == nil && plain != one)
  }

  @Test func `a mistake in a rule is told with its place`() {
    #expect {
      try plan(text.replacing("rungs", with: "rung"))
    } throws: { error in
      "\(error)".hasPrefix("sweep.yaml:3:") && "\(error)".contains("did you mean \"rungs\"?")
    }
  }

  @Test func `the reference explains rules, and a rule by its path`() throws {
    #expect(sweepReference(schema: exampleSchema).contains("halving"))
    let part = try sweepReference(schema: exampleSchema, at: "rule.median")
    #expect(part.contains("startup") && !part.contains("plateau"))
  }
}
