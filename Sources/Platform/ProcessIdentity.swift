import Foundation

/// A process of some host, known well enough not to be taken for another: numbers are used again, and mean something else
/// in every process namespace, and hosts may share a name.
package struct ProcessIdentity: Equatable, Sendable {
  package let identifier: Int32
  package let host: String
  /// Where the number means this process: the kernel's boot and the process namespace. Empty where that is not known.
  let realm: String
  /// When it started, in clock ticks since boot.
  package let start: UInt64

  package init(identifier: Int32, host: String, realm: String = "", start: UInt64 = 0) {
    self.identifier = identifier
    self.host = host
    self.realm = realm
    self.start = start
  }

  /// A process that can be watched from this one.
  ///
  /// - Parameter identifier: Its number here; nil is returned where there is none of it.
  package init?(running identifier: Int32) {
    guard let state = ProcessState(of: identifier) else { return nil }
    let this = ProcessIdentity.this
    self.init(
      identifier: identifier, host: this.host, realm: this.realm, start: state.start)
  }

  /// This one.
  package static let this = ProcessIdentity(
    identifier: getpid(), host: ProcessInfo.processInfo.hostName, realm: thisRealm(),
    start: ProcessState(of: getpid())?.start ?? 0)

  /// As a file or a variable holds it: `4711 node17 BOOT/NAMESPACE 123456`.
  package var text: String {
    realm.isEmpty ? "\(identifier) \(host)" : "\(identifier) \(host) \(realm) \(start)"
  }

  package init?(_ text: String) {
    let words = text.split(separator: " ").map(String.init)
    guard words.count == 2 || words.count == 4, let identifier = Int32(words[0]) else { return nil }
    let isWhole = words.count == 4
    guard let start = isWhole ? UInt64(words[3]) : 0 else { return nil }
    self.init(
      identifier: identifier, host: words[1], realm: isWhole ? words[2] : "", start: start)
  }

  /// Whether it can be watched from this process: numbers mean the same, and are known to.
  package var isNear: Bool { !realm.isEmpty && realm == ProcessIdentity.this.realm }

  /// Whether it is known to be gone; what cannot be watched never is.
  ///
  /// One that has ended stays visible until its parent has asked how; an MPI launcher that hangs never does.
  package var isGone: Bool {
    guard isNear else { return false }
    guard kill(identifier, 0) == 0 || errno == EPERM else { return true }
    guard let state = ProcessState(of: identifier) else { return false }
    return state.hasEnded || state.start != start
  }

  /// Sends it a signal, unless it is not certain to be the one that is meant.
  package func send(_ signal: Int32) {
    // Not a whole group of processes (0), not the first of all, and not this one.
    guard isNear, !isGone, identifier > 1, identifier != getpid() else { return }
    kill(identifier, signal)
  }

  /// Empty where /proc shows other numbers than this process's own, or is not there.
  private static func thisRealm() -> String {
    let files = FileManager.default
    guard (try? files.destinationOfSymbolicLink(atPath: "/proc/self")) == String(getpid()),
      let boot = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8),
      let space = try? files.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
    else { return "" }
    return boot.trimmingCharacters(in: .whitespacesAndNewlines) + "/" + space
  }
}

/// What the kernel says of a process.
private struct ProcessState {
  let hasEnded: Bool
  let start: UInt64

  /// Nil where it says nothing.
  init?(of process: Int32) {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      // The program's name comes before, in parentheses, and may hold any.
      let name = text.lastIndex(of: ")")
    else { return nil }
    let fields = text[text.index(after: name)...].split(separator: " ")
    guard fields.count > 19, let start = UInt64(fields[19]) else { return nil }
    hasEnded = fields[0] == "Z" || fields[0] == "X"
    self.start = start
  }
}
