import Foundation
import HDF5
import Platform

/// A results file in the making, `FILE.h5.partial`, which gets its name once it is complete and on the disk.
enum PartialFile {
  /// Makes the file at `path` by way of a partial one.
  ///
  /// - Parameter isNew: Whether the name must be free; else what has it is replaced.
  /// - Throws: `exists`, or `cannotCreate` with the reason; nothing is left behind then.
  static func make(
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

  /// Removes what a process killed just here has left: the file in the making, or its former name beside its own. The lock
  /// says that the process is not alive.
  ///
  /// - Throws: `StrangersFile` where something else is there.
  static func removeLeftover(of path: String) throws {
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

  /// Gives it its name; a file that has come there meanwhile is not replaced, where it must be new.
  private static func name(_ partial: String, _ path: String, isNew: Bool) throws(ResultsError) {
    if isNew {
      if link(partial, path) == 0 {
        unlink(partial)
        return
      }
      // Where a file system knows no second names.
      guard !OwnFile.isTaken(path) else { throw .exists(path: path) }
    }
    guard rename(partial, path) == 0 else {
      throw .cannotCreate(path: path, reason: String(cString: strerror(errno)))
    }
  }

  /// Whether a file that starts so may be one that a killed process left: an HDF5 file, or one whose beginning, which HDF5
  /// writes late, is not or not wholly there. Its text may be missing too, wherever that process died.
  private static func isOwn(_ start: [UInt8]) -> Bool {
    let beginning = start.prefix(hdf5Signature.count)
    return hdf5Signature.starts(with: beginning) || beginning.allSatisfy { $0 == 0 }
  }
}

/// What HDF5 files begin with.
let hdf5Signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10]

/// Brings a file to the disk.
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
