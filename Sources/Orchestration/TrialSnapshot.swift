package import Experiment
import MessagePassing
import Platform
package import Records

/// A trial's saved state as a file holds it: enough to go on, and to be sure that it is the right trial.
///
/// It holds all records taken so far, since those that the coordinator had not yet written when it died are lost with
/// it, and no process knows which were written. A record that is sent again overwrites itself. Records are small beside
/// the parameters.
package struct TrialSnapshot: Equatable, Sendable {
  /// The trial that a snapshot belongs to.
  package struct Identity: Equatable, Sendable {
    /// The SHA-256 of the sweep file, in hexadecimal digits.
    package let sweepSHA256: String
    /// The trial's number in the sweep.
    package let trial: TrialID
    /// The seed of the trial's random numbers.
    package let seed: UInt64
    /// The name of the number type that the trial computes in, such as `float32`.
    package let precision: String

    /// The identity of a trial of a sweep file.
    package init(sweepSHA256: String, trial: TrialID, seed: UInt64, precision: String) {
      self.sweepSHA256 = sweepSHA256
      self.trial = trial
      self.seed = seed
      self.precision = precision
    }
  }

  /// The trial that this is a state of.
  package let identity: Identity
  /// Where training stands, with parameters and the optimiser's state.
  package let state: SavedTrial
  /// What a record's numbers are, in their order: another version of the program may have another order. Nil in a file
  /// of the format's first version, whose order is the one that the program keeps.
  package let row: [RowField]?
  /// The records of all checkpoints before `state.nextCheckpoint`, in order.
  package let records: [CheckpointRecord]
  /// Seconds spent on the trial so far, in all attempts.
  package let seconds: Double

  /// A snapshot of the trial `identity` after `seconds` of work, with the records taken so far.
  package init(
    _ identity: Identity, _ state: SavedTrial, row: [RowField]?, records: [CheckpointRecord],
    seconds: Double
  ) {
    self.identity = identity
    self.state = state
    self.row = row
    self.records = records
    self.seconds = seconds
  }

  /// The records as rows of a run whose row is `row`; nil where this snapshot holds other numbers than that.
  func records(in row: [RowField]) -> [CheckpointRecord]? {
    let width = row.reduce(0) { $0 + $1.count }
    guard let projection = RowProjection(self.row ?? row, reordered: row),
      records.allSatisfy({ $0.values.count == width })
    else { return nil }
    return records.map { CheckpointRecord($0, projection) }
  }
}

/// Why a snapshot cannot be used, or not be written.
package enum SnapshotError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file is not a snapshot, or one of another version of the format.
  case unknownFormat
  /// The file is cut short or altered.
  case damaged
  /// The snapshot belongs to another sweep, trial, seed or precision.
  case foreign
  /// Something that no run has made has the name of the snapshots' folder.
  case notOurs
  /// A call to the operating system failed, for the reason that the system gives.
  case system(call: String, reason: String)

  package var description: String {
    switch self {
    case .unknownFormat: "it is not a snapshot of this version of dynsweep"
    case .damaged: "it is cut short or altered"
    case .foreign: "it belongs to another sweep"
    case .notOurs:
      "what is there is a link, or a folder that dynsweep did not make, and is left alone; move it away"
    case .system(let call, let reason): "\(call): \(reason)"
    }
  }
}

extension TrialSnapshot {
  /// The format and its version.
  private static let mark = Array("dynsnap2".utf8)
  /// The version that has what observables keep as well; no two marks differ by one bit alone.
  private static let markWithMemory = Array("dynsnap4".utf8)
  /// The version in which rows had no names.
  private static let markWithoutRow = Array("dynsnap1".utf8)

  /// The file's content: the format's mark, the state, and the state's CRC-32.
  package var bytes: [UInt8] {
    var content = MessageEncoder(
      reserving: state.parameters.count + state.optimizerState.count + 4096)
    content.append(identity.sweepSHA256)
    content.append(identity.trial.number)
    content.append(identity.seed)
    content.append(identity.precision)
    content.append(seconds)
    content.append(state.step)
    content.append(state.nextCheckpoint)
    content.append(state.parameters)
    content.append(state.optimizerState)
    if let row { content.append(row) }
    content.append(UInt32(records.count))
    for record in records { content.append(record) }
    let hasMemory = row != nil && !state.memory.isEmpty
    if hasMemory { content.append(state.memory) }
    var end = MessageEncoder()
    end.append(crc32(content.bytes[...]))
    let mark = hasMemory ? Self.markWithMemory : row == nil ? Self.markWithoutRow : Self.mark
    return mark + content.bytes + end.bytes
  }

  /// Reads what `bytes` has made.
  ///
  /// - Throws: `SnapshotError.unknownFormat` where the mark is missing, `.damaged` where the content does not fit its
  ///   CRC-32.
  package init(bytes: [UInt8]) throws(SnapshotError) {
    let hasMemory = bytes.starts(with: Self.markWithMemory)
    let hasRow = hasMemory || bytes.starts(with: Self.mark)
    guard hasRow || bytes.starts(with: Self.markWithoutRow) else { throw .unknownFormat }
    guard bytes.count >= Self.mark.count + 4 else { throw .damaged }
    let content = bytes[Self.mark.count..<bytes.count - 4]
    do {
      var end = MessageDecoder(Array(bytes.suffix(4)))
      guard try end.integer(UInt32.self) == crc32(content) else { throw SnapshotError.damaged }
      var decoder = MessageDecoder(Array(content))
      self = try decoder.snapshot(withRow: hasRow, memory: hasMemory)
    } catch { throw .damaged }
  }
}

extension MessageDecoder {
  fileprivate mutating func snapshot(
    withRow hasRow: Bool, memory hasMemory: Bool
  ) throws(MessagePassingError) -> TrialSnapshot {
    let identity = TrialSnapshot.Identity(
      sweepSHA256: try text(), trial: TrialID(try integer()), seed: try integer(),
      precision: try text())
    let seconds = try double()
    let (step, nextCheckpoint): (Int, Int) = (try integer(), try integer())
    let (parameters, optimizerState) = (try byteList(), try byteList())
    let row = hasRow ? try row() : nil
    var records: [CheckpointRecord] = []
    for _ in 0..<(try count(ofItemsOfAtLeast: 20)) { records.append(try record()) }
    let state = SavedTrial(
      step: step, nextCheckpoint: nextCheckpoint, parameters: parameters,
      optimizerState: optimizerState, memory: hasMemory ? try byteList() : [])
    return TrialSnapshot(identity, state, row: row, records: records, seconds: seconds)
  }
}
