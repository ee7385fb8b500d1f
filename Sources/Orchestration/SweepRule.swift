package import Records
package import Rules
package import Scheduling

/// A sweep's rule at work: it is told what trials record, and says which stretch of a trial is to be run next.
package struct SweepRule: Sendable {
  /// What decides; it may be told of earlier runs before the sweep begins.
  package var engine: RuleEngine
  /// The place of the rule's quantity among the numbers of a row.
  private let column: Int
  /// The training steps of each trial's checkpoints.
  private let steps: [[Int]]
  /// The estimated floating-point operations of each whole trial.
  private let flops: [Double]

  package init(_ engine: RuleEngine, column: Int, steps: [[Int]], flops: [Double]) {
    (self.engine, self.column, self.steps, self.flops) = (engine, column, steps, flops)
  }

  package var rule: Rule { engine.rule }
  /// All that was decided so far.
  package var decisions: [RuleDecision] { engine.decisions }

  /// The stretch of a trial that is to be run next; nil where the trial waits or is over.
  package func stretch(of trial: TrialID) -> TrialStretch? {
    guard let (place, from, until) = engine.stretch(of: trial.number) else { return nil }
    let cost = cost(of: trial, upTo: until) - (from.map { self.cost(of: trial, upTo: $0) } ?? 0)
    return TrialStretch(place: place, until: until, flops: max(cost, 0))
  }

  /// The operations of a trial up to a checkpoint, or to its end where that is nil.
  private func cost(of trial: TrialID, upTo checkpoint: Int?) -> Double {
    let (whole, steps) = (flops[trial.number], steps[trial.number])
    guard let checkpoint, let last = steps.last, last > 0 else { return whole }
    return whole * Double(steps[checkpoint]) / Double(last)
  }

  /// Why a trial was stopped, in words for people.
  func reason(of decision: RuleDecision) -> String { decision.reason(by: rule) }

  /// Takes a row; returns what has thereby become decided.
  mutating func take(_ record: CheckpointRecord, of trial: TrialID) -> [RuleDecision] {
    engine.take(record.values[column], of: trial.number, at: record.checkpoint)
  }

  /// Takes news about a trial's status; returns what has thereby become decided.
  mutating func end(of record: TrialRecord) -> [RuleDecision] {
    guard record.status.isClosed, record.status != .pruned else { return [] }
    return engine.end(record.trial.number, isComplete: record.status == .complete)
  }
}
