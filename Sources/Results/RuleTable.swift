package import FileOwnership
import HDF5
import Records
package import Rules

/// What a results file holds of a sweep's rule beside its decisions: the cohort of each trial, and the checkpoints at
/// which the rule looks at it.
package struct RuleLayout: Equatable, Sendable {
  /// How many rungs a trial can have decisions at.
  package let rungCount: Int
  /// The number of each trial's cohort.
  package let cohorts: [Int]
  /// The checkpoint of each rung of each trial, [trials × rungs], row-major; where a trial can be stopped at any, the
  /// last one. −1 where a trial has no such rung.
  package let checkpoints: [Int]

  package init(rungCount: Int, cohorts: [Int], checkpoints: [Int]) {
    (self.rungCount, self.cohorts, self.checkpoints) = (rungCount, cohorts, checkpoints)
  }

  /// The names of the variables and the dimension that a rule adds to a file.
  package static let names: Set<String> = [
    "cohort", "rung", "rung_checkpoint", "rule_checkpoint", "rule_value", "rule_threshold",
    "rule_place", "rule_verdict",
  ]
}

extension ResultsLayout {
  /// The variables of the sweep's rule; none where it has no rule.
  var ruleVariables: [Variable] {
    guard let rule else { return [] }
    func onRung(_ name: String, _ longName: String, isReal: Bool = false) -> Variable {
      described(
        DatasetDescription(
          name, isReal ? .float64 : .int32, shape: [trialCount, rule.rungCount],
          fill: isReal ? .real(.nan) : .integer(-1)), ["trial", "rung"], units: "1", longName)
    }
    var cohort = described(
      DatasetDescription("cohort", .int32, shape: [trialCount], fill: .integer(-1)), ["trial"],
      units: "1", "number of the trials that the rule compares this one with")
    cohort.content = .int32(rule.cohorts.map { Int32(clamping: $0) })
    var rungs = onRung("rung_checkpoint", "checkpoint of the rung")
    rungs.content = .int32(rule.checkpoints.map { Int32(clamping: $0) })
    var verdict = onRung("rule_verdict", "whether the trial went on from the rung")
    verdict.attributes += [
      ("flag_values", .int32([0, 1])), ("flag_meanings", .text("go_on stop")),
    ]
    return [
      scale("rung", from: 0, count: rule.rungCount, "number of the rung"), cohort, rungs,
      onRung("rule_checkpoint", "checkpoint at which the rule looked at the trial"),
      onRung("rule_value", "number by which the rule compared the trial", isReal: true),
      onRung("rule_threshold", "number that the trial's was held against", isReal: true),
      onRung("rule_place", "place among the trials compared, 1 the best; 0 where none were"),
      verdict,
    ]
  }
}

/// Decisions that wait to be written to the file.
struct PendingDecisions {
  private(set) var decisions: [RuleDecision] = []
  let rungCount: Int

  init(of layout: ResultsLayout) { rungCount = layout.rule?.rungCount ?? 0 }

  mutating func append(_ news: [RuleDecision]) {
    if rungCount > 0 { decisions += news }
  }

  mutating func removeAll() { decisions.removeAll(keepingCapacity: true) }

  /// Writes all decisions, without flushing the file.
  func write(to file: borrowing File) throws(HDF5Error) {
    guard !decisions.isEmpty else { return }
    let ordered = decisions.enumerated().sorted {
      (place($0.element), $0.offset) < (place($1.element), $1.offset)
    }.map(\.element)
    let cells = RowScatter(places: ordered.map(place), checkpointCount: rungCount)
    func integers(_ number: (RuleDecision) -> Int) -> [Int32] {
      ordered.map { Int32(clamping: number($0)) }
    }
    try write(integers(\.checkpoint), "rule_checkpoint", cells, to: file)
    try write(ordered.map(\.value), "rule_value", cells, to: file)
    try write(ordered.map(\.threshold), "rule_threshold", cells, to: file)
    try write(integers(\.place), "rule_place", cells, to: file)
    try write(integers { $0.isStop ? 1 : 0 }, "rule_verdict", cells, to: file)
  }

  private func write<Number: Element>(
    _ numbers: [Number], _ name: String, _ cells: RowScatter, to file: borrowing File
  ) throws(HDF5Error) {
    try file.dataset(name).write(cells, extent: [], as: Number.self) { member, block, offset in
      block[offset] = numbers[member]
    }
  }

  private func place(_ decision: RuleDecision) -> Int {
    decision.trial * rungCount + decision.rung
  }
}

extension ResultsReader {
  /// Whether the file has a journal of a rule.
  package var hasRule: Bool {
    RuleLayout.names.isSubset(of: Set(variableNames))
  }

  /// The cohorts and rungs of the file's rule; nil where it has none.
  ///
  /// - Throws: `ResultsError.unreadable` where the file cannot be read.
  package func ruleLayout() throws(ResultsError) -> RuleLayout? {
    guard hasRule else { return nil }
    return RuleLayout(
      rungCount: try shape(of: "rung").first ?? 0, cohorts: try integers(of: "cohort"),
      checkpoints: try integers(of: "rung_checkpoint"))
  }

  /// What the file's rule has decided so far, in logical order; empty where it has none.
  ///
  /// - Throws: `ResultsError.unreadable` where the file cannot be read, `.damaged` where its variables do not fit.
  package func ruleDecisions() throws(ResultsError) -> [RuleDecision] {
    guard let rule = try ruleLayout() else { return [] }
    let verdicts = try integers(of: "rule_verdict")
    let checkpoints = try integers(of: "rule_checkpoint")
    let places = try integers(of: "rule_place")
    let (values, thresholds) = (
      try self.values(of: "rule_value").values, try self.values(of: "rule_threshold").values
    )
    let count = trialCount * rule.rungCount
    let lists = [verdicts.count, checkpoints.count, places.count, values.count, thresholds.count]
    guard lists.allSatisfy({ $0 == count }), rule.cohorts.count == trialCount else {
      throw .damaged(path: path, reason: "the variables of its rule are not of one shape")
    }
    return (0..<count).filter { verdicts[$0] >= 0 }.map { place in
      let (trial, rung) = place.quotientAndRemainder(dividingBy: rule.rungCount)
      return RuleDecision(
        cohort: rule.cohorts[trial], rung: rung, trial: trial, checkpoint: checkpoints[place],
        value: values[place], threshold: thresholds[place], place: places[place],
        isStop: verdicts[place] == 1)
    }.sorted()
  }
}
