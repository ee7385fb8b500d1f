import Foundation

/// A process of some host.
struct HostProcess: Equatable, Sendable {
  let identifier: Int32
  let host: String

  init(identifier: Int32, host: String) {
    self.identifier = identifier
    self.host = host
  }

  /// This one.
  static var this: HostProcess {
    HostProcess(identifier: getpid(), host: ProcessInfo.processInfo.hostName)
  }

  /// As a file or a variable holds it: `4711 node17`.
  var text: String { "\(identifier) \(host)" }

  init?(_ text: String) {
    let words = text.split(separator: " ")
    guard words.count == 2, let identifier = Int32(words[0]) else { return nil }
    self.init(identifier: identifier, host: String(words[1]))
  }

  private var isHere: Bool { host == ProcessInfo.processInfo.hostName }

  /// Whether it is known to be gone: that of another host never is.
  var isGone: Bool { isHere && !processExists(identifier) }
}
