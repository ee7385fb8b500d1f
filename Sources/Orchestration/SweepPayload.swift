import MessagePassing

/// What a worker must know of the sweep.
package struct SweepPayload: Equatable, Sendable {
  /// The sweep file, verbatim.
  package var sweep: String
  /// Where each quantity lies in the row that all trials share.
  package var row: [RowField]
  /// Where snapshots go; nil where none are taken.
  package var snapshots: SnapshotFolder?
  /// Between two snapshots of a trial.
  package var snapshotSeconds: Double
  /// Whether an earlier run may have left snapshots.
  package var isResumed: Bool
  /// What a trial may take; infinity where there is no limit.
  package var trialSeconds: Double

  package init(
    sweep: String, row: [RowField], snapshots: SnapshotFolder? = nil, snapshotSeconds: Double = 60,
    isResumed: Bool = false, trialSeconds: Double = .infinity
  ) {
    self.sweep = sweep
    self.row = row
    self.snapshots = snapshots
    self.snapshotSeconds = snapshotSeconds
    self.isResumed = isResumed
    self.trialSeconds = trialSeconds
  }

  package var bytes: [UInt8] {
    var message = MessageEncoder()
    message.append(sweep)
    message.append(row)
    message.append(snapshots?.path ?? "")
    message.append(snapshotSeconds)
    message.append(isResumed ? UInt8(1) : UInt8(0))
    message.append(trialSeconds)
    return message.bytes
  }

  package init(bytes: [UInt8]) throws {
    var message = MessageDecoder(bytes)
    sweep = try message.text()
    row = try message.row()
    let folder = try message.text()
    snapshots = folder.isEmpty ? nil : SnapshotFolder(path: folder)
    snapshotSeconds = try message.double()
    isResumed = try message.integer(UInt8.self) != 0
    trialSeconds = try message.double()
  }
}
