import Foundation
import Platform

/// The right to write a file on a file system without locks: that of whoever made the lock's file, for as long as they
/// renew it.
enum LockLease {
  /// Seconds after which a lock that was not renewed is taken over.
  static let term = 300.0

  /// Removes a lock whose owner is gone: a process that can be seen from here not to run any more, or one that has not renewed it
  /// for long.
  ///
  /// - Returns: Whether the lock is free now, for whoever makes it first.
  static func takeOver(_ lockPath: String, signed holder: LockHolder?) -> Bool {
    guard isStale(lockPath, signed: holder) else { return false }
    // Of several who find it stale, one succeeds in moving it away.
    let away = "\(lockPath).\(UUID().uuidString)"
    guard rename(lockPath, away) == 0 else { return false }
    unlink(away)
    return true
  }

  private static func isStale(_ lockPath: String, signed holder: LockHolder?) -> Bool {
    if let process = holder?.process, process.isNear { return process.isGone }
    return age(of: lockPath).map { $0 > term } ?? false
  }

  /// Seconds since its owner renewed it, by the file server's own clock.
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
