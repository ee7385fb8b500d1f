import Records
package import Results
package import Rules
package import Schema
import SweepFiles

/// The decisions of a results file, derived again from the rows that it has recorded.
package struct RuleReplay: Sendable {
  package let rule: Rule
  /// The decisions that the file holds, in logical order.
  package let recorded: [RuleDecision]
  /// The decisions that follow from its rows, in logical order.
  package let derived: [RuleDecision]
  /// Where they differ, in words for people; empty where they are the same.
  package let differences: [String]

  /// - Parameter schema: The settings that a sweep file may hold, by which the file's own sweep is decoded.
  /// - Throws: `ReplayError.noRule` where the file's sweep has no rule, `SweepError` or `ResultsError` where it cannot be
  ///   read.
  package init(_ reader: borrowing ResultsReader, schema: Section) throws {
    let plan = try SweepPlan(text: reader.header.sweep, file: reader.path, schema: schema)
    guard let rule = plan.rule, let layout = try reader.ruleLayout() else {
      throw ReplayError.noRule(path: reader.path)
    }
    let rows = try RecordedCourses(rule.measure.quantity, in: reader)
    let engine = RuleEngine(
      rule, configurations: plan.configurationCount,
      rungs: layout.checkpointLists(of: rule, trials: reader.trialCount))
    self.init(engine, rows, recorded: try reader.ruleDecisions())
  }

  /// - Parameters:
  ///   - engine: The rule, to which nothing was told yet.
  ///   - recorded: The decisions that the file holds.
  package init(_ engine: RuleEngine, _ rows: RecordedCourses, recorded: [RuleDecision]) {
    var engine = engine
    engine.take(rows)
    rule = engine.rule
    derived = engine.decisions.sorted()
    self.recorded = recorded.sorted()
    differences =
      Self.differences(self.recorded, derived, isOpen: rows.statuses.contains { !$0.isClosed })
      + Self.differences(derived, rows.statuses)
  }

  /// - Parameter isOpen: Whether the sweep goes on, so that a decision may be about to be recorded.
  private static func differences(
    _ recorded: [RuleDecision], _ derived: [RuleDecision], isOpen: Bool
  ) -> [String] {
    struct Place: Hashable { let trial, rung: Int }
    func place(_ decision: RuleDecision) -> Place {
      Place(trial: decision.trial, rung: decision.rung)
    }
    let own = Dictionary(recorded.map { (place($0), $0) }) { $1 }
    let known = Set(derived.map(place))
    let others = derived.compactMap { decision -> String? in
      guard let found = own[place(decision)] else {
        return isOpen ? nil : "not recorded: \(decision.line)"
      }
      return found == decision ? nil : "recorded: \(found.line); derived: \(decision.line)"
    }
    return others
      + recorded.filter { !known.contains(place($0)) }.map { "not derived: \($0.line)" }
  }

  /// Trials that are pruned in the file, and not by the rule, or that the rule stops and that went on to their ends.
  private static func differences(
    _ derived: [RuleDecision], _ statuses: [TrialStatus]
  ) -> [String] {
    let stopped = Set(derived.filter(\.isStop).map(\.trial))
    return statuses.enumerated().compactMap { trial, status in
      if status == .pruned, !stopped.contains(trial) {
        return "trial \(trial) is pruned, and no decision stops it"
      }
      // One that failed may have done so while it waited.
      guard [.complete, .diverged].contains(status), stopped.contains(trial) else { return nil }
      return "trial \(trial) is \(status), and a decision stops it"
    }
  }
}

extension RuleLayout {
  /// The checkpoints of each trial that the rule looks at.
  fileprivate func checkpointLists(of rule: Rule, trials: Int) -> [[Int]] {
    (0..<trials).map { trial in
      let own = checkpoints.dropFirst(trial * rungCount).prefix(rungCount).filter { $0 >= 0 }
      return rule.waits ? own : Array(0..<(own.last ?? -1) + 1)
    }
  }
}

extension RuleEngine {
  /// Takes what a file holds.
  ///
  /// A row of an open trial may be torn, if its writer was killed: then a number of it is missing. What comes from such a
  /// row on is not taken, and the trial comes to it again.
  package mutating func take(_ rows: RecordedCourses) {
    for (trial, status) in rows.statuses.enumerated() {
      for (checkpoint, number) in rows.courses[trial].enumerated() {
        guard status.isClosed || number.isFinite else { break }
        _ = take(number, of: trial, at: checkpoint)
      }
      if status.isClosed, status != .pruned { _ = end(trial, isComplete: status == .complete) }
    }
  }
}
