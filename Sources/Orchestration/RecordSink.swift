package import Records
package import Rules
package import Scheduling

/// Where a sweep's results go. Only the coordinator has one.
package protocol RecordSink {
  /// Takes a checkpoint's record. A trial that is run again reports the same records again.
  ///
  /// - Throws: What the sink throws where it cannot take the record; the sweep then ends.
  mutating func record(_ record: CheckpointRecord, of trial: TrialID) throws

  /// Notes where a trial stands, after the records that belong to it.
  ///
  /// - Throws: What the sink throws where it cannot take the status; the sweep then ends.
  mutating func setStatus(_ record: TrialRecord) throws

  /// Takes what a rule has decided about trials, before the statuses that follow from it. The default implementation does
  /// nothing.
  ///
  /// - Throws: What the sink throws where it cannot take them; the sweep then ends.
  mutating func record(_ decisions: [RuleDecision]) throws

  /// Keeps the workers that trials have cost so far for a later run. The default implementation does nothing.
  mutating func setFailureHistory(_ failures: FailureHistory)

  /// Makes everything taken so far survive a crash: first the checkpoints, then the statuses.
  ///
  /// - Throws: What the sink throws where it cannot write; the sweep then ends.
  mutating func flush() throws
}

extension RecordSink {
  package mutating func record(_ decisions: [RuleDecision]) throws {}
  package mutating func setFailureHistory(_ failures: FailureHistory) {}
}
