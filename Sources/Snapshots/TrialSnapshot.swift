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

  /// The records as rows of a run whose row is `row`; nil where this snapshot lacks a number of the trial.
  ///
  /// - Parameter quantities: The trial's own; the row has room for them.
  package func records(in row: [RowField], of quantities: [Quantity]) -> [CheckpointRecord]? {
    let own = self.row ?? row
    let width = own.reduce(0) { $0 + $1.count }
    guard own.hasRoom(for: quantities), records.allSatisfy({ $0.values.count == width }) else {
      return nil
    }
    let projection = RowProjection(quantities, from: own, to: row)
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
  /// The versions of the format, whose raw values are the marks at the beginning; no altered bit makes one of another.
  private enum Version: String, CaseIterable {
    /// Rows had no names.
    case withoutRow = "dynsnap1"
    case plain = "dynsnap2"
    /// After the rows come the numbers that are kept beside each, and what observables keep.
    case withKept = "dynsnap4"

    var mark: [UInt8] { Array(rawValue.utf8) }
  }

  private var version: Version {
    guard row != nil else { return .withoutRow }
    let hasKept = !state.memory.isEmpty || records.contains { $0.kept != nil }
    return hasKept ? .withKept : .plain
  }

  /// The file's content: the format's mark, the state, and the state's CRC-32.
  package var bytes: [UInt8] {
    let version = version
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
    if version == .withKept {
      for record in records { content.append(record.kept) }
      content.append(state.memory)
    }
    var end = MessageEncoder()
    end.append(crc32(content.bytes[...]))
    return version.mark + content.bytes + end.bytes
  }

  /// Reads what `bytes` has made.
  ///
  /// - Throws: `SnapshotError.unknownFormat` where the mark is missing, `.damaged` where the content does not fit its
  ///   CRC-32.
  package init(bytes: [UInt8]) throws(SnapshotError) {
    guard let version = Version.allCases.first(where: { bytes.starts(with: $0.mark) }) else {
      throw .unknownFormat
    }
    guard bytes.count >= version.mark.count + 4 else { throw .damaged }
    let content = bytes[version.mark.count..<bytes.count - 4]
    do {
      var end = MessageDecoder(Array(bytes.suffix(4)))
      guard try end.integer(UInt32.self) == crc32(content) else { throw SnapshotError.damaged }
      var decoder = MessageDecoder(Array(content))
      self = try decoder.snapshot(
        withRow: version != .withoutRow, withKept: version == .withKept)
    } catch { throw .damaged }
  }
}

extension MessageDecoder {
  fileprivate mutating func snapshot(
    withRow hasRow: Bool, withKept hasKept: Bool
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
    if hasKept {
      for index in records.indices { records[index] = records[index].keeping(try kept()) }
    }
    let state = SavedTrial(
      step: step, nextCheckpoint: nextCheckpoint, parameters: parameters,
      optimizerState: optimizerState, memory: hasKept ? try byteList() : [])
    return TrialSnapshot(identity, state, row: row, records: records, seconds: seconds)
  }
}
