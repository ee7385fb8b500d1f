import Foundation
import Platform

/// The process that writes the results file at `path` now, as its lock names it (`process 17 on node3`); nil where no
/// process does.
///
/// This reads the lock without taking it, so that it keeps no writer off. A writer that cannot be seen from here, on
/// another host or in another container, is taken to be alive as long as it renews its lock. Twice the term of a lease
/// is waited, since clocks of hosts differ.
package func currentWriter(of path: String) -> String? {
  guard let holder = LockHolder(FileLock.text(of: path + ".lock") ?? "") else { return nil }
  if let process = holder.process, process.isNear { return process.isGone ? nil : holder.name }
  var lock = stat()
  guard lstat(path + ".lock", &lock) == 0 else { return nil }
  return time(nil) - lock.st_mtim.tv_sec > Int(2 * LockLease.term) ? nil : holder.name
}

/// The holder of a lock, as the lock's file names it: a line for people, and a second one that identifies the process.
struct LockHolder {
  let name: String
  /// The holder's process; nil where the second line is missing or cannot be read.
  let process: ProcessIdentity?

  init(_ process: ProcessIdentity) {
    name = "process \(process.identifier) on \(process.host)"
    self.process = process
  }

  /// Reads what `text` has made; nil where the lock is not signed.
  init?(_ text: String) {
    let lines = text.split(separator: "\n", maxSplits: 1)
    guard let first = lines.first else { return nil }
    name = String(first)
    process = lines.count > 1 ? ProcessIdentity(String(lines[1])) : nil
  }

  var text: String { "\(name)\n\(process?.text ?? "")" }
}
