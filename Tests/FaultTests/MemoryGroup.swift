import Foundation

/// A control group of processes that may take so much memory together; the kernel kills one of them where they take more.
///
/// Of version 1, and for those who may make one.
final class MemoryGroup {
  private static let root = "/sys/fs/cgroup/memory"
  private let path: String

  static var canBeMade: Bool { (try? MemoryGroup(bytes: 1 << 30)) != nil }

  init(bytes: Int) throws {
    path = "\(Self.root)/dynsweep-\(UUID().uuidString)"
    guard mkdir(path, 0o755) == 0 else { throw POSIXError(.EPERM) }
    try "\(bytes)".write(
      toFile: "\(path)/memory.limit_in_bytes", atomically: false, encoding: .utf8)
  }

  deinit { rmdir(path) }

  /// A shell's command by which it enters the group, and with it all that it starts.
  var entry: String { "echo $$ > \(path)/cgroup.procs" }

  func add(_ process: Int32) throws {
    try "\(process)".write(toFile: "\(path)/cgroup.procs", atomically: false, encoding: .utf8)
  }

  /// How many processes the kernel has killed for their memory.
  var kills: Int {
    let text = try? String(contentsOfFile: "\(path)/memory.oom_control", encoding: .utf8)
    let line = text?.split(separator: "\n").first { $0.hasPrefix("oom_kill ") }
    return line.flatMap { Int($0.dropFirst("oom_kill ".count)) } ?? 0
  }
}
