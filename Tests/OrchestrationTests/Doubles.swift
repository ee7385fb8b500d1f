import Foundation
import Orchestration
import Platform
import Records
import Rules
import Scheduling

struct Odd: Error, CustomStringConvertible {
  var description: String { "an odd end" }
}

/// A runner whose numbers depend on the trial alone; some trials end otherwise than complete.
struct ArithmeticRunner: TrialRunner {
  let factor: Double
  var stepSeconds = 0.0
  var steps = 3

  mutating func run(
    trial: TrialID, attempt: Attempt, report: (CheckpointRecord) throws -> Void,
    heartbeat: (_ step: Int) throws -> Void
  ) throws -> TrialOutcome {
    for step in 0..<steps {
      if stepSeconds > 0 { Thread.sleep(forTimeInterval: stepSeconds) }
      try heartbeat(step)
      let values = [factor * Double(trial.number), Double(step) / 3]
      try report(CheckpointRecord(checkpoint: step, step: 10 * step, values: values))
      if trial.number % 10 == 7, step == 1 {
        return .diverged(steps: 10, reason: "the loss is NaN")
      }
      if trial.number % 10 == 9, step == 1 { throw Odd() }
    }
    return .complete(steps: 30)
  }
}

/// Keeps everything, in order, and fails when told to.
struct KeepingSink: RecordSink, Equatable {
  struct Full: Error, Equatable {}

  var rows: [TrialID: [Int: CheckpointRecord]] = [:]
  var closings: [TrialID: [TrialStatus]] = [:]
  var reasons: [TrialID: String] = [:]
  var decisions: [TrialID: [Int: RuleDecision]] = [:]
  var wasFlushedLast = false
  var room = Int.max

  mutating func record(_ record: CheckpointRecord, of trial: TrialID) throws {
    room -= 1
    if room < 0 { throw Full() }
    rows[trial, default: [:]][record.checkpoint] = record
    wasFlushedLast = false
  }

  mutating func record(_ news: [RuleDecision]) {
    for decision in news {
      decisions[TrialID(decision.trial), default: [:]][decision.rung] = decision
    }
  }

  /// The journal of all decisions, in their logical order.
  var journal: String { decisions.values.flatMap(\.values).journal }

  mutating func setStatus(_ record: TrialRecord) {
    wasFlushedLast = false
    guard record.status.isClosed else { return }
    closings[record.trial, default: []].append(record.status)
    reasons[record.trial] = record.reason ?? ""
  }

  mutating func flush() { wasFlushedLast = true }
}
