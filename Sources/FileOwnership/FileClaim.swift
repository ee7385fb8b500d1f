import Foundation

/// The right to write a results file, held on the file itself, whatever name it goes by: a hard link, a symbolic link
/// and a removed `FileLock` lead to the same file.
///
/// It is a lock (`flock`) on a separate descriptor: exclusive while a writer opens the file, so that there is only one
/// writer, and shared from then on, so that readers that take HDF5's lock, which is of the same kind, can open the
/// file. Where the file system has no locks, nothing is locked.
package struct FileClaim: ~Copyable {
  /// A descriptor of the claimed file, whatever its name is by now.
  package let descriptor: Int32

  /// Claims the file at `path`, waiting up to two seconds for a reader that is just opening it.
  ///
  /// - Throws: `ResultsError.inUse` where another program holds a lock on it, `.unreadable` where it cannot be opened
  ///   for writing.
  package init(_ path: String) throws(ResultsError) {
    let opened = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK)
    guard opened >= 0 else {
      throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    let isFree = FileClaim.isLockingOff || FileClaim.lock(opened)
    if !isFree { close(opened) }
    guard isFree else { throw .inUse(path: path) }
    descriptor = opened
  }

  /// - Returns: Whether no other process holds the lock, or the file system has no locks.
  private static func lock(_ descriptor: Int32) -> Bool {
    let deadline = ContinuousClock.now + .seconds(2)
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { return true }
      guard ContinuousClock.now < deadline else { return false }
      usleep(20_000)
    }
    return true
  }

  deinit { close(descriptor) }

  /// Gives the lock up if the user has asked for HDF5's own lock, which HDF5 then takes while it opens the file.
  package func stepAside() {
    if ProcessInfo.processInfo.environment["HDF5_USE_FILE_LOCKING"] != nil {
      flock(descriptor, LOCK_UN)
    }
  }

  /// Lets readers in, once the file is open.
  ///
  /// - Throws: `ResultsError.inUse` where another process took the lock after `stepAside`.
  package func share(_ path: String) throws(ResultsError) {
    guard !FileClaim.isLockingOff else { return }
    guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
      throw .inUse(path: path)
    }
  }

  /// Whether the user has turned locks off, by HDF5's own variable.
  private static var isLockingOff: Bool {
    let value = ProcessInfo.processInfo.environment["HDF5_USE_FILE_LOCKING"]
    return value == "FALSE" || value == "0"
  }

  // MARK: - The file and its name

  /// Whether the file at `path` is still the one that was claimed.
  package func isAt(_ path: String) -> Bool {
    var (claimed, named) = (stat(), stat())
    return fstat(descriptor, &claimed) == 0 && stat(path, &named) == 0
      && claimed.st_ino == named.st_ino && claimed.st_dev == named.st_dev
  }

  /// Brings the file's content to the disk.
  ///
  /// - Throws: `ResultsError.cannotWrite`.
  package func synchronize(_ path: String) throws(ResultsError) {
    guard fsync(descriptor) == 0 else {
      throw .cannotWrite(
        path: path, reason: String(cString: strerror(errno)), diskIsFull: isFullDisk(errno))
    }
  }
}
