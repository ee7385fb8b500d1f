import Foundation
import HDF5
import Platform

/// A results file that is being made, `FILE.h5.partial`. It gets its final name once it is complete and on the disk.
package enum PartialFile {
  /// Makes the file at `path`: `body` makes a partial file, which then gets that name.
  ///
  /// - Parameter isNew: Whether no file may have the name; otherwise a file of that name is replaced.
  /// - Throws: `ResultsError.exists`, or `.cannotCreate` with the reason; the partial file is removed then.
  package static func make(
    for path: String, isNew: Bool, _ body: (_ partial: String) throws -> Void
  ) throws(ResultsError) {
    let partial = partial(of: path)
    do {
      try removeLeftover(of: path)
      do {
        try body(partial)
        try bringToDisk(partial)
        try name(partial, path, isNew: isNew)
      } catch {
        try? OwnFile.remove(partial, isOwn: isOwn)
        throw error
      }
    } catch {
      throw error as? ResultsError
        ?? .cannotCreate(path: path, reason: (error as? HDF5Error)?.reason ?? "\(error)")
    }
  }

  private static func partial(of path: String) -> String { path + ".partial" }

  /// Removes what a process has left that was killed while it made the file: the partial file, or the former name of
  /// the finished one. Since this process holds the lock, the other one is not alive.
  ///
  /// - Throws: `StrangersFile` where a file that no run has made has that name.
  package static func removeLeftover(of path: String) throws {
    let partial = partial(of: path)
    var (file, leftover) = (stat(), stat())
    if lstat(path, &file) == 0, lstat(partial, &leftover) == 0,
      file.st_dev == leftover.st_dev, file.st_ino == leftover.st_ino
    {
      unlink(partial)
    } else {
      try OwnFile.remove(partial, isOwn: isOwn)
    }
  }

  /// Gives the file its name. Where it must be new, a file that has come there meanwhile is not replaced.
  private static func name(_ partial: String, _ path: String, isNew: Bool) throws(ResultsError) {
    if isNew {
      if link(partial, path) == 0 {
        unlink(partial)
        return
      }
      // Some file systems have no hard links.
      guard !OwnFile.isTaken(path) else { throw .exists(path: path) }
    }
    guard rename(partial, path) == 0 else {
      throw .cannotCreate(path: path, reason: String(cString: strerror(errno)))
    }
  }

  /// Whether a file that begins with these bytes may be the leftover of a killed process: an HDF5 file, or one whose
  /// first bytes, which HDF5 writes late, are missing or zero.
  private static func isOwn(_ start: [UInt8]) -> Bool {
    let beginning = start.prefix(hdf5Signature.count)
    return hdf5Signature.starts(with: beginning) || beginning.allSatisfy { $0 == 0 }
  }
}

/// The bytes that HDF5 files begin with.
package let hdf5Signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10]

/// Brings a file's content to the disk.
///
/// - Throws: `ResultsError.unreadable` where it cannot be opened, `.cannotWrite` where `fsync` fails.
func bringToDisk(_ path: String) throws(ResultsError) {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else {
    throw .unreadable(path: path, reason: String(cString: strerror(errno)))
  }
  defer { close(descriptor) }
  guard fsync(descriptor) == 0 else {
    throw .cannotWrite(
      path: path, reason: String(cString: strerror(errno)), diskIsFull: isFullDisk(errno))
  }
}

/// Whether a value of `errno` says that the disk or a quota is full.
package func isFullDisk(_ number: Int32) -> Bool {
  number == ENOSPC || number == EDQUOT || number == EFBIG
}
