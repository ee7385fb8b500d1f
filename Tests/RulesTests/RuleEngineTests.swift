import Rules
import TestSupport
import Testing

/// The happenings of a sweep, in an order in which they might come: a trial's end after its numbers.
private func happenings(
  of sweep: WholeSweep, shuffledBy random: inout some RandomNumberGenerator
) -> [(trial: Int, checkpoint: Int?)] {
  var all: [(trial: Int, checkpoint: Int?)] = []
  for (trial, course) in sweep.courses.enumerated() {
    for checkpoint in course.indices { all.append((trial, checkpoint)) }
  }
  all.shuffle(using: &random)
  for trial in sweep.courses.indices.shuffled(using: &random) {
    let last = all.lastIndex { $0.trial == trial } ?? -1
    all.insert((trial, nil), at: Int.random(in: (last + 1)...all.count, using: &random))
  }
  return all
}

private let measures = [
  Measure("loss"), Measure("accuracy", goal: .most),
  Measure("loss", reduction: .best), Measure("loss", goal: .most, reduction: .mean(over: 2)),
]

private let kinds: [Rule.Kind] = [
  .halving(Rule.Ladder(eta: 3, rungs: 2), cohort: nil),
  .halving(Rule.Ladder(eta: 2, rungs: 3), cohort: 7),
  .hyperband(Rule.Ladder(eta: 2, rungs: 3)), .hyperband(Rule.Ladder(eta: 3, rungs: 2)),
  .median(rungs: 3, cohort: 6, startup: 2), .median(rungs: 2, cohort: 1, startup: 3),
  .threshold(Threshold(above: 2.5, times: 2)), .threshold(Threshold(below: 0.5, plateau: 3)),
  .threshold(Threshold(plateau: 2, stopsWhereNotFinite: true)),
]

@Suite struct RuleEngineTests {
  static let rules = kinds.flatMap { kind in measures.map { Rule(kind, by: $0) } }

  @Test(arguments: rules)
  func `decisions are those of a plain reference, in whatever order numbers come`(
    rule: Rule
  ) throws {
    var random = SeededSource(seed: 17)
    let steps = (0..<9).map { 10 * $0 }
    let rungs = try rule.checkpoints(steps: steps)
    let ladder = rule.waits ? rungs : []
    for _ in 0..<20 {
      let sweep = WholeSweep(
        trials: 60, configurations: 30, checkpoints: steps.count, using: &random)
      let expected = PlainReference(sweep, rule, rungs: ladder).lines
      for _ in 0..<5 {
        var engine = RuleEngine(
          rule, configurations: 30, rungs: Array(repeating: rungs, count: 60))
        var told: [RuleDecision] = []
        for (trial, checkpoint) in happenings(of: sweep, shuffledBy: &random) {
          if let checkpoint {
            told += engine.take(sweep.courses[trial][checkpoint], of: trial, at: checkpoint)
          } else {
            told += engine.end(trial, isComplete: sweep.isComplete(trial))
          }
        }
        #expect(told.journal == engine.decisions.journal)
        #expect(told.journal == expected.map { $0 + "\n" }.joined())
      }
    }
  }

  @Test(arguments: rules)
  func `a sweep in which trials wait for verdicts comes to the same decisions and to its end`(
    rule: Rule
  ) throws {
    var random = SeededSource(seed: 71)
    let rungs = try rule.checkpoints(steps: Array(0..<9))
    for _ in 0..<20 {
      let sweep = WholeSweep(trials: 40, configurations: 40, checkpoints: 9, using: &random)
      var engine = RuleEngine(rule, configurations: 40, rungs: Array(repeating: rungs, count: 40))
      var done = [Int](repeating: 0, count: 40)
      var open = Set(0..<40)
      while let trial = open.filter({ engine.standing(of: $0) != .waits })
        .sorted().randomElement(using: &random)
      {
        guard case .goesOn(let until) = engine.standing(of: trial) else {
          open.remove(trial)
          continue
        }
        if done[trial] < sweep.courses[trial].count {
          #expect(until.map { done[trial] <= $0 } ?? true)
          _ = engine.take(sweep.courses[trial][done[trial]], of: trial, at: done[trial])
          done[trial] += 1
        } else {
          _ = engine.end(trial, isComplete: sweep.isComplete(trial))
        }
      }
      #expect(open.isEmpty)
      let expected = PlainReference(sweep, rule, rungs: rule.waits ? rungs : []).lines
      #expect(engine.decisions.journal == expected.map { $0 + "\n" }.joined())
    }
  }

  @Test func `told twice is told once`() throws {
    let rule = Rule(.halving(Rule.Ladder(eta: 2, rungs: 1), cohort: nil), by: Measure("loss"))
    var engine = RuleEngine(rule, configurations: 2, rungs: [[1], [1]])
    for _ in 0..<2 {
      _ = engine.take(5, of: 0, at: 0)
      _ = engine.take(4, of: 0, at: 1)
    }
    #expect(engine.standing(of: 0) == .waits && engine.decisions.isEmpty)
    _ = engine.take(5, of: 1, at: 0)
    #expect(engine.take(3, of: 1, at: 1).count == 2)
    #expect(engine.standing(of: 0) == .isStopped)
    #expect(engine.standing(of: 1) == .goesOn(until: nil))
    #expect(engine.take(1, of: 0, at: 2).isEmpty && engine.take(9, of: 1, at: 1).isEmpty)
  }

  @Test func `the better half goes on, the first of equals before the second`() {
    let rule = Rule(.halving(Rule.Ladder(eta: 2, rungs: 1), cohort: nil), by: Measure("loss"))
    var engine = RuleEngine(rule, configurations: 4, rungs: Array(repeating: [0], count: 4))
    for (trial, loss) in [(3, 0.5), (2, 0.5), (1, Double.nan), (0, 0.5)] {
      _ = engine.take(loss, of: trial, at: 0)
    }
    #expect(
      engine.decisions.journal == """
        cohort 0 rung 0 trial 0 checkpoint 0 value 0.5 threshold 0.5 place 1 go-on
        cohort 0 rung 0 trial 1 checkpoint 0 value nan threshold 0.5 place 4 stop
        cohort 0 rung 0 trial 2 checkpoint 0 value 0.5 threshold 0.5 place 2 go-on
        cohort 0 rung 0 trial 3 checkpoint 0 value 0.5 threshold 0.5 place 3 stop

        """)
  }

  @Test func `brackets have as many trials as the paper's formula says`() {
    // Li et al. (2018), algorithm 1, with η = 3 and R = 81: ⌈5 · 3ˢ / (s + 1)⌉.
    let rule = Rule(.hyperband(Rule.Ladder(eta: 3, rungs: 4)), by: Measure("loss"))
    let cohorts = rule.cohorts(configurations: 143, trials: 143)
    #expect(cohorts.map(\.trials.count) == [81, 34, 15, 8, 5])
    #expect(cohorts.map(\.firstRung) == [0, 1, 2, 3, 4])
  }

  @Test func `rungs lie where a trial has made its fraction of the steps`() throws {
    let rule = Rule(.halving(Rule.Ladder(eta: 3, rungs: 3), cohort: nil), by: Measure("loss"))
    #expect(try rule.checkpoints(steps: Array(0...27)) == [1, 3, 9])
    #expect(try rule.checkpoints(steps: [0, 1, 2, 5, 10, 25, 60, 150]) == [4, 5, 6])
    #expect(throws: RuleError.self) { try rule.checkpoints(steps: [0, 50, 100, 150]) }
  }
}
