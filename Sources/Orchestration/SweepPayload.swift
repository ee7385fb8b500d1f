import MessagePassing
package import Snapshots

/// What a worker must know of the sweep, as the coordinator sends it once.
package struct SweepPayload: Equatable, Sendable {
  /// The sweep file, verbatim.
  package var sweep: String
  /// Where each quantity lies in the row that all trials share.
  package var row: [RowField]
  /// Where snapshots go; nil where none are taken.
  package var snapshots: SnapshotFolder?
  /// The time between two snapshots of a trial, in seconds.
  package var snapshotSeconds: Double
  /// Whether an earlier run may have left snapshots.
  package var isResumed: Bool
  /// How long a trial may take, in seconds; infinity where there is no limit.
  package var trialSeconds: Double
  /// The results file that has the trials' nets, which are then not trained; nil where they are.
  package var nets: String?

  /// A payload without snapshots and limits, unless they are given.
  package init(
    sweep: String, row: [RowField], snapshots: SnapshotFolder? = nil, snapshotSeconds: Double = 60,
    isResumed: Bool = false, trialSeconds: Double = .infinity, nets: String? = nil
  ) {
    self.sweep = sweep
    self.row = row
    self.snapshots = snapshots
    self.snapshotSeconds = snapshotSeconds
    self.isResumed = isResumed
    self.trialSeconds = trialSeconds
    self.nets = nets
  }

  /// The payload as it travels in a message.
  package var bytes: [UInt8] {
    var message = MessageEncoder()
    message.append(sweep)
    message.append(row)
    message.append(snapshots?.path ?? "")
    message.append(snapshotSeconds)
    message.append(isResumed ? UInt8(1) : UInt8(0))
    message.append(trialSeconds)
    message.append(nets ?? "")
    return message.bytes
  }

  /// Reads what `bytes` has made.
  ///
  /// - Throws: `MessagePassingError.truncated` or `.invalid` where `bytes` are something else.
  package init(bytes: [UInt8]) throws {
    var message = MessageDecoder(bytes)
    sweep = try message.text()
    row = try message.row()
    let folder = try message.text()
    snapshots = folder.isEmpty ? nil : SnapshotFolder(path: folder)
    snapshotSeconds = try message.double()
    isResumed = try message.integer(UInt8.self) != 0
    trialSeconds = try message.double()
    let file = try message.text()
    nets = file.isEmpty ? nil : file
  }
}
