import Foundation
import Platform

/// The right to write a file on a file system without locks: the process that has made the lock's file has it for as
/// long as it renews that file.
enum LockLease {
  /// A lock that was not renewed for this many seconds may be taken over.
  static let term = 300.0

  /// Removes a lock whose owner is gone: a process on this host that no longer runs, or one that has not renewed the
  /// lock for `term` seconds.
  ///
  /// - Returns: Whether the lock is free now; the first process that makes it has it.
  static func takeOver(_ lockPath: String, signed holder: LockHolder?) -> Bool {
    guard isStale(lockPath, signed: holder) else { return false }
    // If several processes find the lock stale, only one succeeds in moving it away.
    let away = "\(lockPath).\(UUID().uuidString)"
    guard rename(lockPath, away) == 0 else { return false }
    unlink(away)
    return true
  }

  private static func isStale(_ lockPath: String, signed holder: LockHolder?) -> Bool {
    if let process = holder?.process, process.isNear { return process.isGone }
    return age(of: lockPath).map { $0 > term } ?? false
  }

  /// Seconds since the owner renewed the lock, by the clock of the file server.
  private static func age(of lockPath: String) -> Double? {
    let probe = "\(lockPath).\(UUID().uuidString)"
    let descriptor = open(probe, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { return nil }
    defer {
      unlink(probe)
      close(descriptor)
    }
    var (now, then) = (stat(), stat())
    guard fstat(descriptor, &now) == 0, lstat(lockPath, &then) == 0 else { return nil }
    return Double(now.st_mtim.tv_sec - then.st_mtim.tv_sec)
  }
}
