import Foundation
import TestSupport
import Testing

/// A run of the built program that is made many times over: the program is loaded once, and forked for each run just
/// before it begins (`fork-server.c`). Loading takes half of a short run's time.
final class RepeatedJob {
  private let server = Process()
  private let orders = Pipe()
  private let answers = Pipe()
  private let log: String

  /// - Parameters:
  ///   - arguments: Those of `dynsweep`, the same each time.
  ///   - folder: For the library and the log.
  ///   - libraries: To be preloaded too.
  init(_ arguments: [String], in folder: String, libraries: [String] = []) throws {
    log = "\(folder)/errors-\(UUID().uuidString)"
    let library = try Shim.build("fork-server", in: folder)
    server.executableURL = productsDirectory.appendingPathComponent("dynsweep")
    server.arguments = arguments
    server.environment = ProcessInfo.processInfo.environment.merging([
      "OPENBLAS_NUM_THREADS": "1", "LD_PRELOAD": ([library] + libraries).joined(separator: ":"),
    ]) { $1 }
    let errors = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    server.standardError = FileHandle(fileDescriptor: errors, closeOnDealloc: true)
    server.standardInput = orders
    server.standardOutput = answers
    try server.run()
  }

  deinit {
    try? orders.fileHandleForWriting.close()
    server.waitUntilExit()
  }

  /// From now on a run may have no more than `bytes` of memory of its own.
  func limitMemory(to bytes: Int) throws {
    let outcome = try TestSupport.run(
      "/usr/bin/env", ["prlimit", "--pid", "\(server.processIdentifier)", "--data=\(bytes)"])
    try #require(outcome.status == 0, "\(outcome.errors)")
  }

  /// Makes one run, which is killed after `seconds`.
  ///
  /// - Returns: Its status as `Job.end` gives it, nil where it was killed, and what it said to standard error.
  func run(within seconds: Double = 60) throws -> (status: Int32?, errors: String) {
    truncate(log, 0)
    try orders.fileHandleForWriting.write(contentsOf: [0])
    let run = try answer()
    var waited = pollfd(
      fd: answers.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
    let hasEnded = poll(&waited, 1, Int32(1000 * seconds)) != 0
    if !hasEnded { kill(run, SIGKILL) }
    let status = try answer()
    let errors = try String(contentsOfFile: log, encoding: .utf8)
    let signal = status & 0x7F
    return (hasEnded ? (signal == 0 ? status >> 8 & 0xFF : -signal) : nil, errors)
  }

  /// Makes one run that has to end within `seconds`, and another where it does not: the machine may have had no time for it.
  func answer(within seconds: Double) throws -> (status: Int32?, errors: String) {
    let first = try run(within: seconds)
    return first.status == nil ? try run(within: seconds) : first
  }

  private func answer() throws -> Int32 {
    let bytes = try #require(try answers.fileHandleForReading.read(upToCount: 4))
    try #require(bytes.count == 4)
    return bytes.enumerated().reduce(0) { $0 | Int32($1.element) << Int32(8 * $1.offset) }
  }
}
