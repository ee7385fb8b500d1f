package import Records
package import Scheduling

/// Where a sweep's results go. The coordinator alone has one.
package protocol RecordSink {
  /// Takes a checkpoint's record. A trial that is run again reports the same ones again.
  mutating func record(_ record: CheckpointRecord, of trial: TrialID) throws

  /// Takes note of where a trial stands; the records that belong to it came before.
  mutating func setStatus(_ record: TrialRecord) throws

  /// Keeps the workers that trials have cost so far for a later run; does nothing unless implemented.
  mutating func setFailureHistory(_ failures: FailureHistory)

  /// Puts everything taken so far where a crash cannot take it: first the checkpoints, then the statuses.
  mutating func flush() throws
}

extension RecordSink {
  package mutating func setFailureHistory(_ failures: FailureHistory) {}
}
