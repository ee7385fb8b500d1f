/// What a rule has decided about a trial at a rung, with all that it was decided by.
package struct RuleDecision: Sendable {
  /// The cohort's number.
  package let cohort: Int
  package let rung: Int
  package let trial: Int
  /// The checkpoint at which the trial was looked at.
  package let checkpoint: Int
  /// The trial's number by the rule's measure; NaN where it was not finite.
  package let value: Double
  /// What the value was held against: the worst that goes on, the median, or the bound. NaN where there was nothing to
  /// hold it against.
  package let threshold: Double
  /// The trial's place among those that it was compared with, from 1; 0 where it was compared with none.
  package let place: Int
  /// Whether the trial stops there; else it goes on.
  package let isStop: Bool

  package init(
    cohort: Int, rung: Int, trial: Int, checkpoint: Int, value: Double, threshold: Double,
    place: Int, isStop: Bool
  ) {
    (self.cohort, self.rung, self.trial, self.checkpoint) = (cohort, rung, trial, checkpoint)
    (self.value, self.threshold, self.place, self.isStop) = (value, threshold, place, isStop)
  }

  /// The decision as a line of a journal. Numbers are written with as many digits as tell them from all others, so that
  /// equal decisions, and only those, have equal lines.
  package var line: String {
    "cohort \(cohort) rung \(rung) trial \(trial) checkpoint \(checkpoint) value \(value) threshold \(threshold) "
      + "place \(place) \(isStop ? "stop" : "go-on")"
  }
}

extension RuleDecision {
  /// What was found of the trial there, in words for people.
  package var finding: String {
    let held = threshold.isNaN ? "" : ", held against \(threshold)"
    return "rung \(rung), checkpoint \(checkpoint): \(value)\(held)"
  }

  /// Why a trial was stopped, in words for people.
  package func reason(by rule: Rule) -> String {
    "\(rule.name) by \(rule.measure.quantity) at \(finding)"
  }
}

// In the logical order of a journal. NaN is equal to NaN.
extension RuleDecision: Comparable {
  package static func == (a: RuleDecision, b: RuleDecision) -> Bool {
    func isSame(_ x: Double, _ y: Double) -> Bool { x == y || x.isNaN && y.isNaN }
    return (a.cohort, a.rung, a.trial, a.checkpoint) == (b.cohort, b.rung, b.trial, b.checkpoint)
      && (a.place, a.isStop) == (b.place, b.isStop)
      && isSame(a.value, b.value) && isSame(a.threshold, b.threshold)
  }

  package static func < (a: RuleDecision, b: RuleDecision) -> Bool {
    (a.cohort, a.rung, a.trial) < (b.cohort, b.rung, b.trial)
  }
}

extension Sequence<RuleDecision> {
  /// The journal of these decisions: a line each, in their logical order, whatever order they are in.
  package var journal: String { sorted().map { $0.line + "\n" }.joined() }
}
