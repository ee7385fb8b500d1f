import Foundation

/// Who writes the results file at `path` now, as its lock says (`process 17 on node3`); nil where nobody does.
///
/// Looks without touching the lock, so that no writer is kept off. A writer on another host is believed to be alive.
public func currentWriter(of path: String) -> String? {
  guard let holder = FileLock.holder(path + ".lock"), !holder.isEmpty else { return nil }
  guard let process = localProcess(named: holder) else { return holder }
  return isAlive(process) ? holder : nil
}

/// The process that a lock's text names, where it is one of this host.
func localProcess(named holder: String) -> Int32? {
  let words = holder.split(separator: " ")
  guard words.count == 4, words[3] == ProcessInfo.processInfo.hostName else { return nil }
  return Int32(words[1])
}

/// Whether `process` of this host still runs; one that ended and that nobody has waited for does not.
func isAlive(_ process: Int32) -> Bool {
  // Of another user's process there is no permission, but there is one.
  guard kill(process, 0) == 0 || errno == EPERM else { return false }
  guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
    let name = status.lastIndex(of: ")")
  else { return true }
  return !status[name...].hasPrefix(") Z")
}
