import Platform
package import Records
package import Results
package import Scheduling

/// The results file as the place where a sweep's records go.
package final class ResultsSink: RecordSink {
  /// nil once closed.
  private var writer: ResultsWriter?
  private let parameterCount: (TrialID) -> Int
  private let snapshots: SnapshotFolder?
  private var cleaningTimer = PeriodicTimer(every: 10)
  private let log = AcknowledgementLog()

  /// - Parameters:
  ///   - snapshots: From which those of closed trials are removed.
  ///   - parameterCount: Trained numbers of a trial's net.
  package init(
    _ writer: consuming ResultsWriter, snapshots: SnapshotFolder? = nil,
    parameterCount: @escaping (TrialID) -> Int
  ) {
    self.snapshots = snapshots
    self.writer = consume writer
    self.parameterCount = parameterCount
  }

  package func record(_ record: CheckpointRecord, of trial: TrialID) throws {
    try writer?.record(
      trial: trial, checkpoint: record.checkpoint, step: record.step, values: record.values)
    log?.note(record, of: trial)
  }

  package func setStatus(_ record: TrialRecord) throws {
    var whole = record
    if record.status.isClosed { whole.parameterCount = parameterCount(record.trial) }
    try writer?.setStatus(whole)
    log?.note(record.status, of: record.trial)
  }

  /// Takes what workers compute on where it is something else than what this process does, as the file's variable `runs`
  /// is to tell it: a line of JSON for each machine.
  package func setWorkerRuns(_ lines: [String]) { writer?.setWorkerRuns(lines) }

  package func flush() throws {
    try writer?.flush()
    log?.acknowledge()
    if cleaningTimer.isDue(at: monotonicSeconds()) { try removeClosed() }
  }

  package func setFailureHistory(_ failures: FailureHistory) {
    // Without it a later run only learns them again.
    try? snapshots?.saveFailureHistory(failures)
  }

  /// Removes the snapshots of trials whose results are on the disk.
  private func removeClosed() throws {
    let statuses = writer?.statuses ?? []
    let closed = (snapshots?.trials ?? []).filter {
      statuses.indices.contains($0.number) && statuses[$0.number].isClosed
    }
    guard !closed.isEmpty else { return }
    try writer?.synchronize()
    for trial in closed { snapshots?.remove(trial: trial) }
  }

  /// Whether the file has trials, and every one of them has failed; to be asked before it is closed.
  package var haveAllFailed: Bool {
    let statuses = writer?.statuses ?? []
    return !statuses.isEmpty && statuses.allSatisfy { $0 == .failed }
  }

  /// Flushes, and closes the file in good order. The snapshots' folder goes where nothing is left to do with it.
  package func close() throws {
    try writer?.flush()
    log?.acknowledge()
    try removeClosed()
    let isDone = writer?.statuses.allSatisfy(\.isClosed) ?? false
    try writer.take()?.close()
    if let snapshots, isDone || snapshots.isUseless { snapshots.remove() }
  }
}
