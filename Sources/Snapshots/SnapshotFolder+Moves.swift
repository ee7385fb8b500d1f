import Foundation
import Records
import Scheduling

/// What is left to do where the trials of a folder's snapshots get other numbers, since their sweep becomes a larger one.
private struct SnapshotMoves: Codable {
  /// The SHA-256 of the sweep whose trials the snapshots are of.
  let earlier: String
  /// That of the larger sweep. Nothing is moved before the results file is that sweep's.
  let later: String
  /// The new number of each trial by its old one; nil once everything has its new name behind `SnapshotFolder.prefix`.
  var places: [Int: Int]?
}

extension SnapshotFolder {
  /// The name of the file that tells what is to be moved.
  static let moves = "moves.json"
  /// Stands before new names until no old ones are left.
  private static let prefix = "moved-"

  /// A name without the prefix that it may have while snapshots are moved.
  static func withoutPrefix(_ name: String) -> String {
    name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
  }

  /// Notes that trials get other numbers once the results file is that of a larger sweep; `prepare` for that sweep then
  /// moves their snapshots.
  ///
  /// A failure is ignored: unfinished trials then begin anew.
  ///
  /// - Parameters:
  ///   - earlier: The SHA-256 of the sweep that the snapshots are of.
  ///   - later: That of the larger sweep.
  ///   - places: The new number of each trial.
  package func announceMoves(from earlier: String, to later: String, places: [Int]) {
    guard isShared(sweepSHA256: earlier), !isUseless else { return }
    let moves = SnapshotMoves(
      earlier: earlier, later: later,
      places: Dictionary(uniqueKeysWithValues: places.enumerated().map { ($0, $1) }))
    try? write(moves)
  }

  /// Moves what a note says, if it is for this sweep; a note for another one, whose file was never made, is removed.
  ///
  /// After a crash at any time it is done again from the beginning or goes on, as the note tells.
  ///
  /// - Throws: `SnapshotError.system` where something cannot be read or written.
  func carryOutMoves(to sweepSHA256: String) throws(SnapshotError) {
    let note = try read("\(path)/\(Self.moves)")
    let moves = note.flatMap { try? JSONDecoder().decode(SnapshotMoves.self, from: Data($0)) }
    if var moves, moves.later == sweepSHA256 {
      if let places = moves.places {
        try setAside(places, moves)
        moves.places = nil
        try write(moves)
      }
      for name in names where name.hasPrefix(Self.prefix) {
        guard rename("\(path)/\(name)", "\(path)/\(Self.withoutPrefix(name))") == 0 else {
          throw .system(call: "rename", reason: String(cString: strerror(errno)))
        }
      }
    }
    for name in names where name.hasPrefix(Self.prefix) { removeOwn(name) }
    removeFile("\(path)/\(Self.moves)")
  }

  /// Gives everything its new name behind the prefix. What another sweep has left is removed.
  private func setAside(_ places: [Int: Int], _ moves: SnapshotMoves) throws(SnapshotError) {
    for trial in trials {
      if let place = places[trial.number].map({ TrialID($0) }) {
        if let snapshot = try read(self.place(trial)).flatMap({ try? TrialSnapshot(bytes: $0) }),
          snapshot.identity.sweepSHA256 == moves.earlier, snapshot.identity.trial == trial
        {
          let moved = snapshot.renamed(place, sweepSHA256: moves.later)
          try write(moved.bytes, to: aside(self.place(place)))
        }
        // Where there is no such folder there is nothing to move.
        _ = rename(programFolder(of: trial), aside(programFolder(of: place)))
      }
      remove(trial: trial)
    }
    let history = failureHistory
    guard !history.isEmpty else { return }
    let renumbered = history.renumbered { places[$0.number].map { TrialID($0) } }
    try write(encoded(renumbered), to: aside(losses))
  }

  private func aside(_ place: String) -> String {
    let parts = place.split(separator: "/")
    return "\(path)/\(Self.prefix)\(parts.last ?? "")"
  }

  private func write(_ moves: SnapshotMoves) throws(SnapshotError) {
    try write(encoded(moves), to: "\(path)/\(Self.moves)")
  }

  private func encoded(_ value: some Encodable) throws(SnapshotError) -> [UInt8] {
    do { return Array(try JSONEncoder().encode(value)) } catch {
      throw .system(call: "encode", reason: "\(error)")
    }
  }
}

extension TrialSnapshot {
  /// The same state as that of a trial of another sweep, where it has another number.
  fileprivate func renamed(_ trial: TrialID, sweepSHA256: String) -> TrialSnapshot {
    let renamed = Identity(
      sweepSHA256: sweepSHA256, trial: trial, seed: identity.seed, precision: identity.precision)
    return TrialSnapshot(renamed, state, row: row, records: records, seconds: seconds)
  }
}
