import Foundation

/// Who writes the results file at `path` now, as its lock says (`process 17 on node3`); nil where nobody does.
///
/// Looks without touching the lock, so that no writer is kept off. A writer on another host is believed to be alive.
public func currentWriter(of path: String) -> String? {
  guard let holder = try? String(contentsOfFile: path + ".lock", encoding: .utf8), !holder.isEmpty
  else { return nil }
  let words = holder.split(separator: " ")
  guard words.count == 4, let process = Int32(words[1]),
    words[3] == ProcessInfo.processInfo.hostName
  else { return holder }
  // Of another user's process there is no permission, but there is one.
  return kill(process, 0) == 0 || errno == EPERM ? holder : nil
}
