import Foundation
import TestSupport

/// A run of the built program, with the processes that it starts.
final class Job {
  private let process = Process()
  private let log: URL
  let start = Date()

  /// Starts `dynsweep` with these arguments.
  ///
  /// - Parameters:
  ///   - fault: What `DYNSWEEP_FAULT` says.
  ///   - limits: A shell's command before.
  ///   - starter: A command that starts the program, with its options.
  ///   - variables: More of the environment.
  init(
    _ arguments: [String], fault: String? = nil, limits: String? = nil,
    under starter: [String] = [], variables: [String: String] = [:]
  ) throws {
    let program = productsDirectory.appendingPathComponent("dynsweep").path
    if let limits {
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", "\(limits); exec \"$0\" \"$@\"", program] + arguments
    } else if starter.isEmpty {
      process.executableURL = URL(fileURLWithPath: program)
      process.arguments = arguments
    } else {
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = starter + [program] + arguments
    }
    var environment = ProcessInfo.processInfo.environment
    environment["OPENBLAS_NUM_THREADS"] = "1"
    environment["DYNSWEEP_FAULT"] = fault
    process.environment = environment.merging(variables) { $1 }
    log = FileManager.default.temporaryDirectory.appendingPathComponent(
      "dynsweep-log-\(UUID().uuidString)")
    try Data().write(to: log)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: log)
    process.standardInput = FileHandle.nullDevice
    try process.run()
  }

  deinit { try? FileManager.default.removeItem(at: log) }

  var identifier: Int32 { process.processIdentifier }
  var isRunning: Bool { process.isRunning }
  var errors: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }
  var seconds: Double { Date().timeIntervalSince(start) }

  /// Waits for its end; by force after `seconds`.
  ///
  /// - Returns: The exit status; of a signal, its number negated; nil where it did not end by itself.
  func end(within seconds: Double = 60) -> Int32? {
    let deadline = Date().addingTimeInterval(seconds)
    while process.isRunning, Date() < deadline { usleep(5_000) }
    guard !process.isRunning else {
      killAll()
      return nil
    }
    return process.terminationReason == .uncaughtSignal
      ? -process.terminationStatus : process.terminationStatus
  }

  /// Waits until `condition` holds.
  ///
  /// - Returns: Whether it did before the job ended.
  func wait(until condition: () -> Bool) -> Bool {
    while !condition() {
      guard process.isRunning, seconds < 60 else { return false }
      usleep(2_000)
    }
    return true
  }

  /// Waits until it stops itself.
  ///
  /// - Returns: Whether it did before it ended.
  func waitUntilStopped() -> Bool {
    var news = siginfo_t()
    while waitid(P_PID, id_t(identifier), &news, WSTOPPED) != 0 {
      guard errno == EINTR else { return false }
    }
    return true
  }

  /// Goes on where it stopped.
  func restore() { kill(identifier, SIGCONT) }

  // MARK: - Its processes

  /// All processes below this one, by their parents.
  private var descendants: [Int32] {
    var children: [Int32: [Int32]] = [:]
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    for child in names.compactMap({ Int32($0) }) {
      guard let parent = Job.parent(of: child) else { continue }
      children[parent, default: []].append(child)
    }
    var found: [Int32] = []
    var next = [identifier]
    while let process = next.popLast() {
      found += children[process] ?? []
      next += children[process] ?? []
    }
    return found
  }

  private static func parent(of process: Int32) -> Int32? {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      let name = text.lastIndex(of: ")")
    else { return nil }
    let fields = text[text.index(after: name)...].split(separator: " ")
    return fields.count > 1 && fields[0] != "Z" ? Int32(fields[1]) : nil
  }

  /// The process of MPI rank `rank`, once it is there; of a parent and a child, the child.
  func rank(_ rank: Int) -> Int32? {
    descendants.last { process in
      guard let data = FileManager.default.contents(atPath: "/proc/\(process)/environ") else {
        return false
      }
      let names = ["OMPI_COMM_WORLD_RANK", "PMI_RANK"]  // Open MPI's and MPICH's
      return data.split(separator: 0).contains { variable in
        names.contains { variable == Data("\($0)=\(rank)".utf8) }
      }
    }
  }

  /// The processes below this one whose command line holds `words`.
  func processes(_ words: String) -> [Int32] {
    descendants.filter { process in
      let line = try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8)
      return line?.contains(words) == true
    }
  }

  /// The MPI launcher.
  var launcher: Int32? {
    descendants.first { Job.parent(of: $0) == identifier }
  }

  /// Kills every process of the job, and waits until all are gone.
  func killAll() {
    // Stopped first, so that none starts another that would be missed.
    var all: Set<Int32> = []
    while true {
      let found = Set(descendants).union([identifier]).subtracting(all)
      if found.isEmpty { break }
      for process in found { kill(process, SIGSTOP) }
      all.formUnion(found)
    }
    for process in all { kill(process, SIGKILL) }
    process.waitUntilExit()
    // Those are not ours to wait for.
    for process in all { while Job.parent(of: process) != nil { usleep(1_000) } }
  }
}
