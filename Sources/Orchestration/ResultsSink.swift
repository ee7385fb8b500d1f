import Platform
package import Records
package import Reruns
package import Results
package import Rules
package import Scheduling
package import Snapshots

/// The results file as the sink of a sweep's records, together with the folder of its snapshots.
package final class ResultsSink: RecordSink {
  /// The open file; nil once it is closed.
  private var writer: ResultsWriter?
  private let parameterCount: (TrialID) -> Int
  private let snapshots: SnapshotFolder?
  private var cleaningTimer = PeriodicTimer(every: 10)
  private let log = AcknowledgementLog()
  private var check: RerunCheck?

  /// - Parameters:
  ///   - check: What the trials have found before and must find again; nil where they are new.
  ///   - snapshots: The folder from which the snapshots of closed trials are removed; nil where none are kept.
  ///   - parameterCount: How many trained numbers a trial's net has.
  package init(
    _ writer: consuming ResultsWriter, snapshots: SnapshotFolder? = nil,
    check: consuming RerunCheck? = nil, parameterCount: @escaping (TrialID) -> Int
  ) {
    self.snapshots = snapshots
    self.writer = consume writer
    self.check = consume check
    self.parameterCount = parameterCount
  }

  package func record(_ record: CheckpointRecord, of trial: TrialID) throws {
    try keepingWritten { try check?.check(record, of: trial) }
    try writer?.record(
      trial: trial, checkpoint: record.checkpoint, step: record.step, values: record.values,
      kept: record.kept)
    log?.note(record, of: trial)
  }

  package func record(_ decisions: [RuleDecision]) throws { try writer?.record(decisions) }

  package func setStatus(_ record: TrialRecord) throws {
    var whole = record
    if record.status.isClosed { whole.parameterCount = parameterCount(record.trial) }
    try keepingWritten { try check?.check(whole) }
    try writer?.setStatus(whole)
    log?.note(record.status, of: record.trial)
  }

  /// Checks what is about to be taken. If that fails, what was taken before is in the file.
  private func keepingWritten(_ check: () throws -> Void) throws {
    do { try check() } catch {
      // The first error is the one to report.
      try? writer?.flush()
      throw error
    }
  }

  /// Takes what workers compute on where that differs from this process, for the file's variable `runs`: a line of JSON
  /// for each machine.
  package func setWorkerRuns(_ lines: [String]) { writer?.setWorkerRuns(lines) }

  package func flush() throws {
    try writer?.flush()
    log?.acknowledge()
    if cleaningTimer.isDue(at: monotonicSeconds()) { try removeClosed() }
  }

  package func setFailureHistory(_ failures: FailureHistory) {
    // A failure is ignored: a later run then only learns again which trials cost workers.
    try? snapshots?.saveFailureHistory(failures)
  }

  /// Removes the snapshots of closed trials, once the file is synchronized to the disk.
  private func removeClosed() throws {
    let statuses = writer?.statuses ?? []
    let closed = (snapshots?.trials ?? []).filter {
      statuses.indices.contains($0.number) && statuses[$0.number].isClosed
    }
    guard !closed.isEmpty else { return }
    try writer?.synchronize()
    for trial in closed { snapshots?.remove(trial: trial) }
  }

  /// Whether the file has trials and every one of them has failed. It is false once the file is closed.
  package var haveAllFailed: Bool {
    let statuses = writer?.statuses ?? []
    return !statuses.isEmpty && statuses.allSatisfy { $0 == .failed }
  }

  /// Flushes, and closes the file in good order. The snapshots' folder is removed if every trial is closed, or if
  /// nothing in it could be of use to a later run.
  ///
  /// - Throws: `ResultsError` where the file cannot be written.
  package func close() throws {
    try writer?.flush()
    log?.acknowledge()
    try removeClosed()
    let isDone = writer?.statuses.allSatisfy(\.isClosed) ?? false
    try writer.take()?.close()
    if let snapshots, isDone || snapshots.isUseless { snapshots.remove() }
  }
}
