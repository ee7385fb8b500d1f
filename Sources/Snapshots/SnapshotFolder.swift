package import Records
import Foundation
import Platform
import Schema
package import Scheduling

/// The folder of a sweep's snapshots, on a file system that coordinator and workers share: `FILE.h5.snapshots/trial-N`,
/// and of trials of programs of others, which keep their own, the folders `FILE.h5.snapshots/program-N`.
package struct SnapshotFolder: Equatable, Sendable {
  /// The folder's absolute path.
  package let path: String

  /// The folder at an absolute path; nothing is made there yet.
  package init(path: String) { self.path = path }

  /// The folder that belongs to the results file at `file`.
  package init(beside file: String) {
    path = URL(fileURLWithPath: file).standardizedFileURL.path + ".snapshots"
  }

  func place(_ trial: TrialID) -> String { "\(path)/trial-\(trial)" }
  /// The path of the folder in which a program may keep snapshots of a trial; it is not made here.
  package func programFolder(of trial: TrialID) -> String { "\(path)/program-\(trial)" }
  private var owner: String { "\(path)/sweep" }
  var losses: String { "\(path)/losses.json" }

  // MARK: - The coordinator's side

  /// Makes the folder, or takes over the one that is there, for a sweep. No other run may be using it.
  ///
  /// - Parameter keeping: Whether snapshots that are there may be of use.
  /// - Throws: `SnapshotError.notOurs` where something else has its name, which stays as it is; `.system` where the
  ///   folder cannot be made or written.
  package func prepare(sweepSHA256: String, keeping: Bool) throws(SnapshotError) {
    if mkdir(path, 0o777) != 0 {
      guard errno == EEXIST else { throw .last("mkdir") }
      guard isOurs else { throw .notOurs }
    }
    for name in names where SnapshotFolder.isPartial(name) || !keeping && isOwn(name) {
      removeOwn(name)
    }
    try carryOutMoves(to: sweepSHA256)
    try write(Array(sweepSHA256.utf8), to: owner)
  }

  /// Whether it is a folder that a run has made, and not a link to one: it holds the file `sweep`, or nothing but the
  /// partial files of a run that was killed before it wrote that.
  private var isOurs: Bool {
    var information = stat()
    guard lstat(path, &information) == 0, information.st_mode & S_IFMT == S_IFDIR else {
      return false
    }
    guard let sweep = try? read(owner) else { return names.allSatisfy(SnapshotFolder.isPartial) }
    return (1...64).contains(sweep.count)
      && sweep.allSatisfy { Character(UnicodeScalar($0)).isHexDigit }
  }

  /// Whether a run gives this name to a file.
  private func isOwn(_ name: String) -> Bool {
    ["sweep", "losses.json", Self.moves].contains(Self.withoutPrefix(name))
      || SnapshotFolder.isPartial(name)
      || SnapshotFolder.trial(Self.withoutPrefix(name)) != nil
  }

  /// Whether it is the name of a file that a killed process had not renamed yet.
  private static func isPartial(_ name: String) -> Bool { name.hasPrefix(".partial-") }

  /// The trial whose snapshot, or whose program's folder, has this name.
  private static func trial(_ name: String) -> TrialID? {
    let trial = name.split(separator: "-").last.flatMap { Int($0) }
    return trial.flatMap { ["trial-\($0)", "program-\($0)"].contains(name) ? TrialID($0) : nil }
  }

  /// Removes a regular file; anything else was not made by a run and stays.
  func removeFile(_ place: String) {
    var information = stat()
    guard lstat(place, &information) == 0, information.st_mode & S_IFMT == S_IFREG else { return }
    unlink(place)
  }

  /// Removes what a run has given this name: a file, or a program's folder with all that the program has put there.
  func removeOwn(_ name: String) {
    let place = "\(path)/\(name)"
    guard Self.withoutPrefix(name).hasPrefix("program-") else { return removeFile(place) }
    var information = stat()
    guard lstat(place, &information) == 0, information.st_mode & S_IFMT == S_IFDIR else { return }
    try? FileManager.default.removeItem(atPath: place)
  }

  /// Saves the workers that trials have cost so far, for a later run.
  ///
  /// - Throws: `SnapshotError.system` where the file cannot be written.
  package func saveFailureHistory(_ failures: FailureHistory) throws {
    try write(Array(try JSONEncoder().encode(failures)), to: losses)
  }

  /// The workers that trials cost in earlier runs; empty where no file tells, or where it cannot be read.
  package var failureHistory: FailureHistory {
    let data = (try? read(losses)).flatMap { $0 }
    return data.flatMap { try? JSONDecoder().decode(FailureHistory.self, from: Data($0)) }
      ?? FailureHistory()
  }

  /// The trials that have a snapshot or a program's folder, in no particular order.
  package var trials: [TrialID] {
    names.compactMap(SnapshotFolder.trial).uniqued
  }

  /// Whether the folder holds nothing that a later run could use.
  package var isUseless: Bool { trials.isEmpty && failureHistory.isEmpty }

  /// Removes a trial's snapshot and its program's folder, if there are such.
  package func remove(trial: TrialID) {
    removeOwn("trial-\(trial)")
    removeOwn("program-\(trial)")
  }

  /// Removes what runs have put into the folder, and the folder itself if nothing else is in it.
  package func remove() {
    guard isOurs else { return }
    for name in names where isOwn(name) { removeOwn(name) }
    rmdir(path)
  }

  var names: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
  }

  // MARK: - The workers' side

  /// Whether the folder that this machine sees is the one of the sweep.
  package func isShared(sweepSHA256: String) -> Bool {
    (try? read(owner)).flatMap { $0 } == Array(sweepSHA256.utf8)
  }

  /// The snapshot of a trial; nil where there is none.
  ///
  /// - Throws: `unknownFormat`, `damaged` or `foreign` where it cannot be used, `system` where it cannot be read.
  package func snapshot(
    of identity: TrialSnapshot.Identity
  ) throws(SnapshotError) -> TrialSnapshot? {
    guard let bytes = try read(place(identity.trial)) else { return nil }
    let snapshot = try TrialSnapshot(bytes: bytes)
    guard snapshot.identity == identity else { throw .foreign }
    return snapshot
  }

  /// Saves a snapshot in place of the trial's earlier one: after a crash at any time, one of the two is there whole.
  ///
  /// - Throws: `SnapshotError.system` where it cannot be written.
  package func save(_ snapshot: TrialSnapshot) throws(SnapshotError) {
    try write(snapshot.bytes, to: place(snapshot.identity.trial))
  }

  // MARK: - Files

  func read(_ place: String) throws(SnapshotError) -> [UInt8]? {
    do throws(StrangersFile) {
      if let bytes = try OwnFile.content(of: place) { return bytes }
    } catch {
      throw .system(call: "read", reason: "\(error)")
    }
    guard errno == ENOENT || errno == ENOTDIR else { throw .last("read") }
    return nil
  }

  /// Writes to another name, synchronizes, then renames: a crash of the machine leaves the old file or the new one.
  func write(_ bytes: [UInt8], to place: String) throws(SnapshotError) {
    let host = ProcessInfo.processInfo.hostName
    let partial = "\(path)/.partial-\(host)-\(getpid())"
    // An earlier process of the same number may have left it.
    removeFile(partial)
    let descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .last("open") }
    defer { close(descriptor) }
    do throws(SnapshotError) {
      try writeAll(bytes, to: descriptor)
      guard fsync(descriptor) == 0 else { throw .last("fsync") }
      guard rename(partial, place) == 0 else { throw .last("rename") }
    } catch {
      unlink(partial)
      throw error
    }
    synchronizeFolder()
  }

  private func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(SnapshotError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        Foundation.write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw .last("write") }
      written += count
    }
  }

  /// Synchronizes the folder's list of names. Where that fails, a crash of the machine costs the newest snapshot at
  /// most.
  private func synchronizeFolder() {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}

extension SnapshotError {
  /// What `errno` says of a call that has just failed.
  fileprivate static func last(_ call: String) -> SnapshotError {
    .system(call: call, reason: String(cString: strerror(errno)))
  }
}
