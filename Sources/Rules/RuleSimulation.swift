/// What a rule would have done to a sweep whose trials were all trained to their ends.
package struct RuleSimulation: Sendable {
  package let rule: Rule
  package let decisions: [RuleDecision]
  /// The checkpoint at which each trial would have been stopped; nil where it would have gone on to its end.
  package let stops: [Int?]

  /// - Parameters:
  ///   - configurations: How many trials a replicate has.
  ///   - rungs: The checkpoints of each trial that the rule looks at.
  ///   - courses: The numbers of the rule's quantity at each trial's checkpoints.
  ///   - isComplete: Whether each trial was trained to its end; the others diverged or failed.
  package init(
    _ rule: Rule, configurations: Int, rungs: [[Int]], courses: [[Double]], isComplete: [Bool]
  ) {
    var engine = RuleEngine(rule, configurations: configurations, rungs: rungs)
    for (trial, course) in courses.enumerated() {
      for (checkpoint, number) in course.enumerated() {
        _ = engine.take(number, of: trial, at: checkpoint)
      }
      _ = engine.end(trial, isComplete: isComplete[trial])
    }
    var stops = [Int?](repeating: nil, count: courses.count)
    for decision in engine.decisions where decision.isStop {
      stops[decision.trial] = decision.checkpoint
    }
    self.rule = rule
    self.stops = stops
    decisions = engine.decisions.sorted()
  }
}
