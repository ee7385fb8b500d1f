import Rules
import Schema
import Testing
import YAMLText

@Suite struct RuleReadingTests {
  private func rule(_ text: String) throws -> Rule {
    try Rule(YAMLReader.tree(of: text))
  }

  @Test func `the schema is sound`() { #expect(Rule.section.faults().isEmpty) }

  @Test func `rules are read with their defaults`() throws {
    #expect(
      try rule("halving: {quantity: validation_loss}")
        == Rule(
          .halving(Rule.Ladder(eta: 3, rungs: 3), cohort: nil), by: Measure("validation_loss")))
    #expect(
      try rule(
        "halving: {quantity: a, goal: most, reduce: mean, over: 5, eta: 4, rungs: 2, cohort: 64}")
        == Rule(
          .halving(Rule.Ladder(eta: 4, rungs: 2), cohort: 64),
          by: Measure("a", goal: .most, reduction: .mean(over: 5))))
    #expect(
      try rule("hyperband: {quantity: a, reduce: best}")
        == Rule(.hyperband(Rule.Ladder(eta: 3, rungs: 3)), by: Measure("a", reduction: .best)))
    #expect(
      try rule("median: {quantity: a}")
        == Rule(.median(rungs: 4, cohort: 16, startup: 5), by: Measure("a")))
    #expect(
      try rule("threshold: {quantity: max_lyapunov, above: 0.2, times: 3, plateau: 9}")
        == Rule(
          .threshold(Threshold(above: 0.2, times: 3, plateau: 9)), by: Measure("max_lyapunov")))
  }

  @Test(
    arguments: [
      ("halving: {}", "quantity"), ("halfing: {quantity: a}", "halving"),
      ("halving: {quantity: a}\nmedian: {quantity: a}", "one of"),
      ("threshold: {quantity: a}", "above"), ("halving: {quantity: a, eta: 1}", "2"),
      ("hyperband: {quantity: a, eta: 1000, rungs: 20}", "eta"),
    ])
  func `a mistake is answered with what is expected`(text: String, word: String) {
    do {
      _ = try rule(text)
      Issue.record("\(text) was read")
    } catch let mistake as Diagnostic {
      let words = [mistake.found, mistake.expected ?? "", mistake.suggestion ?? ""]
      #expect(words.joined(separator: " ").contains(word), "\(mistake)")
    } catch { Issue.record(error) }
  }
}
