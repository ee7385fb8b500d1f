import Platform

/// Who writes the results file at `path` now, as its lock says (`process 17 on node3`); nil where no process does.
///
/// Looks without touching the lock, so that no writer is kept off. A writer that cannot be seen from here, on another host
/// or behind a container's wall, is believed to be alive.
package func currentWriter(of path: String) -> String? {
  guard let holder = LockHolder(FileLock.text(of: path + ".lock") ?? "") else { return nil }
  return holder.process?.isGone == true ? nil : holder.name
}

/// What a lock says of its holder: a line for people, and on a second one what tells that process from all others.
struct LockHolder {
  let name: String
  /// Nil where the lock does not say enough to know it by.
  let process: ProcessIdentity?

  init(_ process: ProcessIdentity) {
    name = "process \(process.identifier) on \(process.host)"
    self.process = process
  }

  /// Nil where the lock has no signature.
  init?(_ text: String) {
    let lines = text.split(separator: "\n", maxSplits: 1)
    guard let first = lines.first else { return nil }
    name = String(first)
    process = lines.count > 1 ? ProcessIdentity(String(lines[1])) : nil
  }

  var text: String { "\(name)\n\(process?.text ?? "")" }
}
