import Foundation
import Platform

/// A program that should soon be done, and what it says.
final class BriefProcess {
  private let process = Process()
  private let pipes = [Pipe(), Pipe()]
  private var said: [[UInt8]] = [[], []]

  /// Starts it; nil where that cannot be done.
  init?(_ path: String, _ arguments: [String], environment: [String: String]? = nil) {
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    if let environment { process.environment = environment }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipes[0]
    process.standardError = pipes[1]
    guard (try? process.run()) != nil else { return nil }
    // A process that it leaves behind may hold a pipe open: what is there is all.
    for pipe in pipes { _ = fcntl(pipe.fileHandleForReading.fileDescriptor, F_SETFL, O_NONBLOCK) }
  }

  /// Waits until all have ended, `seconds` at most, and not where this process is asked to end.
  static func wait(for all: [BriefProcess], within seconds: Double) {
    let deadline = monotonicSeconds() + seconds
    while all.contains(where: \.process.isRunning), monotonicSeconds() < deadline,
      !ShutdownSignal.isRequested
    {
      for one in all { one.listen() }
      Thread.sleep(forTimeInterval: 0.005)
    }
    for one in all { one.listen() }
  }

  /// Takes what it has said by now, so that it never waits for us.
  private func listen() {
    var buffer = [UInt8](repeating: 0, count: 4096)
    for index in pipes.indices {
      let descriptor = pipes[index].fileHandleForReading.fileDescriptor
      while true {
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { break }
        said[index] += buffer[..<count]
      }
    }
  }

  /// Ends it where it has not ended by itself; at once where it need not clear up.
  func end(atOnce: Bool = false) {
    guard process.isRunning else { return }
    if atOnce { kill(process.processIdentifier, SIGKILL) } else { Launcher.end(process) }
  }

  /// Whether it has ended by itself, and not well; may be asked often.
  var hasFailed: Bool {
    listen()
    return status.map { $0 != 0 } ?? false
  }

  /// Nil while it runs.
  var status: Int32? { process.isRunning ? nil : process.terminationStatus }
  var output: String { String(decoding: said[0], as: UTF8.self) }

  /// What it complained of, on one line: without rulers, and each line once, however many ranks said it.
  var complaint: String {
    var met: Set<Substring> = []
    let lines = String(decoding: said[1], as: UTF8.self).split(whereSeparator: \.isNewline)
      .filter { line in
        line.contains { $0.isLetter } && !line.contains("PMIX ERROR") && met.insert(line).inserted
      }
    return String(lines.joined(separator: " ").prefix(600))
  }
}
