package import Foundation

/// A process of a program that should end soon, and the output of it.
package final class BriefProcess {
  private let process = Process()
  private let pipes = [Pipe(), Pipe()]
  private var said: [[UInt8]] = [[], []]

  /// Starts the program; nil where that cannot be done.
  ///
  /// - Parameters:
  ///   - path: The program's executable file.
  ///   - environment: The program's variables; this process's where nil.
  ///   - folder: The program's working folder; this process's where nil.
  package init?(
    _ path: String, _ arguments: [String], environment: [String: String]? = nil,
    in folder: URL? = nil
  ) {
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    if let environment { process.environment = environment }
    if let folder { process.currentDirectoryURL = folder }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipes[0]
    process.standardError = pipes[1]
    guard (try? process.run()) != nil else { return nil }
    // A process that it leaves behind may hold a pipe open, so that waiting for the pipe's end could take forever.
    for pipe in pipes { _ = fcntl(pipe.fileHandleForReading.fileDescriptor, F_SETFL, O_NONBLOCK) }
  }

  /// Waits until all have ended, but at most `seconds`, and only until this process is asked to end.
  package static func wait(for all: [BriefProcess], within seconds: Double = .infinity) {
    let deadline = monotonicSeconds() + seconds
    var backoff = Backoff(atMost: 5e-3)
    while all.contains(where: \.process.isRunning), monotonicSeconds() < deadline,
      !ShutdownSignal.isRequested
    {
      // A process that writes much waits until its pipe has room.
      if all.contains(where: { $0.listen() }) { backoff.reset() }
      backoff.sleep()
    }
    for one in all { one.listen() }
  }

  /// Takes what it has written by now, so that it never waits for room in a pipe.
  ///
  /// - Returns: Whether there was anything.
  @discardableResult private func listen() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let before = said[0].count + said[1].count
    for index in pipes.indices {
      let descriptor = pipes[index].fileHandleForReading.fileDescriptor
      while true {
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { break }
        said[index] += buffer[..<count]
      }
    }
    return said[0].count + said[1].count > before
  }

  /// Ends it where it has not ended by itself, by `Process.end(within:)`.
  ///
  /// - Parameter atOnce: Whether it is killed without a chance to clear up.
  package func end(atOnce: Bool = false) {
    guard process.isRunning else { return }
    if atOnce { kill(process.processIdentifier, SIGKILL) } else { process.end() }
  }

  /// Whether it has ended by a signal or with an exit code other than 0. Asking also takes its output.
  package var hasFailed: Bool {
    listen()
    return status.map { $0 != 0 } ?? false
  }

  /// Its exit code, or the number of the signal that ended it; nil while it runs.
  package var status: Int32? { process.isRunning ? nil : process.terminationStatus }
  /// What it has written to standard output, as far as it was taken by `wait` or `hasFailed`.
  package var output: String { String(decoding: said[0], as: UTF8.self) }
  /// What it has written to standard error, as far as it was taken by `wait` or `hasFailed`.
  package var errors: String { String(decoding: said[1], as: UTF8.self) }
}

extension Process {
  /// Ends it by SIGTERM, and where it still runs after `seconds`, by SIGKILL; returns once it has ended.
  package func end(within seconds: Double = 10) {
    terminate()
    let end = monotonicSeconds() + seconds
    while isRunning, monotonicSeconds() < end { Thread.sleep(forTimeInterval: 0.02) }
    if isRunning { kill(processIdentifier, SIGKILL) }
    waitUntilExit()
  }
}
