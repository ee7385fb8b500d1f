import Foundation

/// A process of some host, identified well enough not to be confused with another: process numbers are used again and
/// mean something else in every process namespace, and hosts may share a name.
package struct ProcessIdentity: Equatable, Sendable {
  /// The process number in its own namespace.
  package let identifier: Int32
  /// The name of its host.
  package let host: String
  /// Where the number means this process: the kernel's boot and the process namespace. Empty where that is not known.
  let realm: String
  /// When it started, in clock ticks since boot; 0 where that is not known.
  package let start: UInt64

  package init(identifier: Int32, host: String, realm: String = "", start: UInt64 = 0) {
    self.identifier = identifier
    self.host = host
    self.realm = realm
    self.start = start
  }

  /// The running process of a number in this process's namespace; nil where there is none.
  package init?(running identifier: Int32) {
    guard let state = ProcessState(of: identifier) else { return nil }
    let this = ProcessIdentity.this
    self.init(
      identifier: identifier, host: this.host, realm: this.realm, start: state.start)
  }

  /// The identity of this process.
  package static let this = ProcessIdentity(
    identifier: getpid(), host: ProcessInfo.processInfo.hostName, realm: thisRealm(),
    start: ProcessState(of: getpid())?.start ?? 0)

  /// The identity as files and variables hold it: `4711 node17 BOOT/NAMESPACE 123456`, or `4711 node17` without a
  /// realm.
  package var text: String {
    realm.isEmpty ? "\(identifier) \(host)" : "\(identifier) \(host) \(realm) \(start)"
  }

  /// The identity that `text` has written; nil where the words are not one.
  package init?(_ text: String) {
    let words = text.split(separator: " ").map(String.init)
    guard words.count == 2 || words.count == 4, let identifier = Int32(words[0]) else { return nil }
    let isWhole = words.count == 4
    guard let start = isWhole ? UInt64(words[3]) : 0 else { return nil }
    self.init(
      identifier: identifier, host: words[1], realm: isWhole ? words[2] : "", start: start)
  }

  /// Whether it can be watched from this process, because process numbers are known to mean the same to both.
  package var isNear: Bool { !realm.isEmpty && realm == ProcessIdentity.this.realm }

  /// Whether the process is known to have ended; false for one that cannot be watched.
  ///
  /// A process that has ended stays visible until its parent has asked for its exit code, which an MPI launcher that
  /// hangs never does. Such a process counts as gone.
  package var isGone: Bool {
    guard isNear else { return false }
    guard kill(identifier, 0) == 0 || errno == EPERM else { return true }
    guard let state = ProcessState(of: identifier) else { return false }
    return state.hasEnded || state.start != start
  }

  /// Sends the process a signal, if it is certain to be the one that is meant and is not this process.
  package func send(_ signal: Int32) {
    // Not a whole group of processes (0), not the first of all, and not this one.
    guard isNear, !isGone, identifier > 1, identifier != getpid() else { return }
    kill(identifier, signal)
  }

  /// Ends the process group that the process leads, if it is certain to be the one that is meant, and waits at most
  /// `seconds` for its end.
  package func endGroup(within seconds: Double) {
    guard isNear, !isGone, identifier > 1, getpgid(identifier) == identifier,
      identifier != getpgrp()
    else { return }
    kill(-identifier, SIGKILL)
    let deadline = monotonicSeconds() + seconds
    var backoff = Backoff()
    while !isGone, monotonicSeconds() < deadline { backoff.sleep() }
  }

  /// The realm of this process; empty where /proc shows numbers of another namespace or is not there.
  private static func thisRealm() -> String {
    let files = FileManager.default
    guard (try? files.destinationOfSymbolicLink(atPath: "/proc/self")) == String(getpid()),
      let boot = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8),
      let space = try? files.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
    else { return "" }
    return boot.trimmingCharacters(in: .whitespacesAndNewlines) + "/" + space
  }
}

/// The kernel's account of a process in `/proc`.
private struct ProcessState {
  let hasEnded: Bool
  let start: UInt64

  /// Reads the account; nil where there is none.
  init?(of process: Int32) {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      // The program's name comes first, in parentheses, and may itself hold parentheses.
      let name = text.lastIndex(of: ")")
    else { return nil }
    let fields = text[text.index(after: name)...].split(separator: " ")
    guard fields.count > 19, let start = UInt64(fields[19]) else { return nil }
    hasEnded = fields[0] == "Z" || fields[0] == "X"
    self.start = start
  }
}
