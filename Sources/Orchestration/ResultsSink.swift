public import Results
public import Sweep

/// The results file as the place where a sweep's records go.
public final class ResultsSink: RecordSink {
  /// nil once closed.
  private var writer: ResultsWriter?
  private let parameterCount: (Int) -> Int

  /// - Parameter parameterCount: Trained numbers of a trial's net.
  public init(_ writer: consuming ResultsWriter, parameterCount: @escaping (Int) -> Int) {
    self.writer = consume writer
    self.parameterCount = parameterCount
  }

  public func record(_ record: CheckpointRecord, of trial: Int) throws {
    try writer?.record(
      trial: trial, checkpoint: record.checkpoint, step: record.step, values: record.values)
  }

  public func setStatus(_ standing: TrialStanding) throws {
    try writer?.setStatus(
      trial: standing.trial,
      TrialUpdate(
        standing.status, attempts: standing.attempts, worker: standing.worker,
        seconds: standing.status.isClosed ? standing.seconds : nil,
        parameterCount: standing.status.isClosed ? parameterCount(standing.trial) : nil,
        reason: standing.reason.isEmpty ? nil : standing.reason))
  }

  public func flush() throws { try writer?.flush() }

  /// Flushes, and closes the file in good order.
  public func close() throws { try writer.take()?.close() }
}
