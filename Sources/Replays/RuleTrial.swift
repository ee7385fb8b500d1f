package import Results
import Records
package import Rules
package import Schema
import SweepFiles

/// A rule that is tried on a finished sweep: what it would have saved, and what it would have lost.
package struct RuleTrial: Sendable {
  package let simulation: RuleSimulation
  package let outcome: RuleOutcome

  /// - Parameter schema: The settings that a sweep file may hold, by which the file's own sweep is decoded.
  /// - Throws: `ReplayError` where the file does not fit, `RuleError` where its checkpoints are too few, `SweepError` or
  ///   `ResultsError` where it cannot be read.
  package init(_ rule: Rule, on reader: borrowing ResultsReader, schema: Section) throws {
    let plan = try SweepPlan(text: reader.header.sweep, file: reader.path, schema: schema)
    let recorded = try RecordedCourses(rule.measure.quantity, in: reader)
    let open = recorded.statuses.count { !$0.isClosed }
    guard open == 0 else { throw ReplayError.unfinished(path: reader.path, open: open) }
    guard !recorded.statuses.contains(.pruned) else {
      throw ReplayError.alreadyPruned(path: reader.path)
    }
    let schedules = try recorded.schedules(path: reader.path)
    try self.init(
      rule, on: recorded, schedules: schedules, configurations: plan.configurationCount)
  }

  /// - Parameters:
  ///   - schedules: The steps of each trial's checkpoints.
  ///   - configurations: How many trials a replicate has.
  /// - Throws: `RuleError` where checkpoints are too few.
  package init(
    _ rule: Rule, on recorded: RecordedCourses, schedules: [[Int]], configurations: Int
  ) throws(RuleError) {
    var known: [[Int]: [Int]] = [:]
    var rungs: [[Int]] = []
    for schedule in schedules {
      if known[schedule] == nil { known[schedule] = try rule.checkpoints(steps: schedule) }
      rungs.append(known[schedule] ?? [])
    }
    simulation = RuleSimulation(
      rule, configurations: configurations, rungs: rungs, courses: recorded.courses,
      isComplete: recorded.statuses.map { $0 == .complete })
    outcome = RuleOutcome(simulation, recorded, configurations: configurations)
  }
}
