import Rules
import TestSupport
import Testing

@Suite struct RuleBoundsTests {
  static let rules: [Rule] = [
    Rule(.halving(Rule.Ladder(eta: 3, rungs: 2), cohort: nil), by: Measure("loss")),
    Rule(.halving(Rule.Ladder(eta: 2, rungs: 2), cohort: 8), by: Measure("loss")),
    Rule(.hyperband(Rule.Ladder(eta: 2, rungs: 2)), by: Measure("loss", goal: .most)),
    Rule(.median(rungs: 3, cohort: 5, startup: 3), by: Measure("loss")),
    Rule(.threshold(Threshold(above: 0.7, times: 2)), by: Measure("loss")),
    Rule(.threshold(Threshold(plateau: 3)), by: Measure("loss")),
  ]

  @Test(arguments: rules)
  func `what a sweep costs lies between the bounds, whatever it records`(rule: Rule) throws {
    var random = SeededSource(seed: 4)
    let steps = (0...12).map { 5 * $0 }
    let rungs = Array(repeating: try rule.checkpoints(steps: steps), count: 30)
    for _ in 0..<50 {
      let prices = (0..<30).map { _ in Double.random(in: 1...9, using: &random) }
      func cost(_ trial: Int, _ checkpoint: Int?) -> Double {
        prices[trial] * Double(steps[checkpoint ?? steps.count - 1])
      }
      let bounds = rule.bounds(configurations: 15, rungs: rungs, cost: cost)
      let courses = (0..<30).map { _ in
        steps.map { _ in Double.random(in: 0..<1, using: &random) }
      }
      let simulation = RuleSimulation(
        rule, configurations: 15, rungs: rungs, courses: courses,
        isComplete: Array(repeating: true, count: 30))
      let spent = simulation.stops.enumerated().reduce(0) { $0 + cost($1.offset, $1.element) }
      // Sums in another order differ in their last bits.
      #expect(bounds.least <= spent * (1 + 1e-12) && spent <= bounds.most * (1 + 1e-12))
      #expect(abs(bounds.whole / (prices.reduce(0, +) * 60) - 1) < 1e-12)
    }
  }

  @Test func `halving costs a known share where all trials are alike`() throws {
    let rule = Rule(.halving(Rule.Ladder(eta: 3, rungs: 3), cohort: nil), by: Measure("loss"))
    let rungs = Array(repeating: try rule.checkpoints(steps: Array(0...27)), count: 27)
    let bounds = rule.bounds(configurations: 27, rungs: rungs) { Double($1 ?? 27) }
    // 27 trials of 1 step, 9 of 2 more, 3 of 6 more and 1 of 18 more.
    #expect([bounds.least, bounds.most, bounds.whole] == [81, 81, 729])
  }
}
