import Foundation
import Platform
import Records

/// A program that was started for a trial, and what it has written so far.
struct ProgramSession {
  /// How long to wait for a line before the next heartbeat, in seconds.
  private static let waitSeconds = 0.02
  /// How long a coordinator may take to answer that a signal has come, in seconds.
  private static let interruptionSeconds = 3.0

  let process: ChildProcess
  private(set) var rows: ProgramRows
  private let silence: Double
  private var splitter = LineSplitter()
  private var lastWords = LastWords()
  private var lastLine = monotonicSeconds()

  /// - Parameters:
  ///   - input: All that the program finds on its standard input.
  ///   - first: The step at which rows of earlier attempts began.
  init(_ program: OutsideProgram, _ input: [UInt8], first: Int?) throws(ProgramFault) {
    do throws(ChildProcess.StartFailure) {
      process = try ChildProcess(
        program.executable, program.command, environment: ProgramEnvironment.here, input: input)
    } catch { throw .cannotStart(command: program.command[0], reason: error.description) }
    rows = ProgramRows(program, first: first)
    silence = program.silence
  }

  /// Follows the program to its end.
  ///
  /// - Throws: `ProgramFault` where it fails or one of its lines is at fault; what `heartbeat` and `report` throw. Then
  ///   it may still run.
  mutating func run(
    heartbeat: (Int, Int) throws -> Void, report: (CheckpointRecord) throws -> Void
  ) throws {
    while true {
      try heartbeat(rows.step, rows.count)
      // Asked before reading, so that all that it has written is read after its end.
      let isRunning = process.isRunning
      let ending = isRunning ? nil : process.end()
      // More than the pipes hold, so that a program that writes without end does not keep heartbeats back.
      for _ in 0..<32 where try !listen(report) { break }
      if let ending {
        try awaitInterruption(heartbeat)
        return try close(ending, report)
      }
      guard monotonicSeconds() - lastLine < silence else {
        throw ProgramFault.silent(seconds: silence)
      }
      process.wait(atMost: Self.waitSeconds)
    }
  }

  /// Where this process was asked to end, waits for the heartbeat to say that the trial is to be left: a batch system's
  /// signal may have reached the program too, which then ended early.
  private func awaitInterruption(_ heartbeat: (Int, Int) throws -> Void) throws {
    let deadline = monotonicSeconds() + Self.interruptionSeconds
    var backoff = Backoff()
    while ShutdownSignal.isRequested, monotonicSeconds() < deadline {
      try heartbeat(rows.step, rows.count)
      backoff.sleep()
    }
  }

  /// Takes what the program has written by now, at most 64 KiB of it.
  ///
  /// - Returns: Whether there was anything.
  private mutating func listen(_ report: (CheckpointRecord) throws -> Void) throws -> Bool {
    let errors = process.read(.errors)
    lastWords.take(errors)
    let bytes = process.read(.output)
    splitter.append(bytes)
    while let line = try nextLine() {
      try take(line, report)
    }
    return !bytes.isEmpty || !errors.isEmpty
  }

  private mutating func take(
    _ line: [UInt8], _ report: (CheckpointRecord) throws -> Void
  ) throws {
    lastLine = monotonicSeconds()
    let news: ProgramRows.News
    do throws(LineFault) { news = try rows.take(line) } catch {
      throw ProgramFault.line(splitter.number, error)
    }
    if case .row(let row) = news { try report(row) }
  }

  private mutating func nextLine() throws(ProgramFault) -> [UInt8]? {
    do throws(LineFault) { return try splitter.next() } catch {
      throw .line(splitter.number, error)
    }
  }

  /// Judges how the program ended, once all its lines but an unfinished one are taken.
  private mutating func close(
    _ ending: ChildProcess.Ending, _ report: (CheckpointRecord) throws -> Void
  ) throws {
    switch ending {
    case .killed(let signal):
      throw ProgramFault.killed(signal: signal, lastWords: lastWords.text)
    case .exited(0):
      if let line = splitter.last() { try take(line, report) }
      guard rows.count > 0 || rows.hasDiverged else {
        throw ProgramFault.noRows(lastWords: lastWords.text)
      }
    case .exited(let code): throw ProgramFault.exited(code: code, lastWords: lastWords.text)
    }
  }
}
