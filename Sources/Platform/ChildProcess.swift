import CSpawn
import Foundation

/// A program that runs beside this process: it reads what it was given, and its standard output and standard error are
/// read while it runs.
///
/// It leads a process group of its own, so that the processes that it starts end with it. It inherits no open files but
/// its three streams, and no handling of signals. It is killed when the thread that started it ends.
package final class ChildProcess {
  /// How a program ended.
  package enum Ending: Equatable, Sendable {
    /// By itself, with this exit code.
    case exited(code: Int32)
    /// By the signal of this number.
    case killed(signal: Int32)
  }

  /// One of the two streams that are read from a program.
  package enum Stream: Int, Sendable {
    case output, errors
  }

  /// A call to the operating system that failed, and the reason that it gives.
  package struct StartFailure: Error, Equatable, CustomStringConvertible {
    /// The number of the system's error.
    package let number: Int32

    package var description: String { String(cString: strerror(number)) }
  }

  /// The number of the process, which is also that of its group.
  package let identifier: Int32
  /// The descriptors from which its streams are read; −1 once a stream is closed.
  private var streams: [Int32]
  private var ending: Ending?
  private var backoff = Backoff()

  /// Starts a program in this process's working folder.
  ///
  /// - Parameters:
  ///   - path: Its executable file.
  ///   - arguments: Its arguments; the first is the name by which it was called.
  ///   - environment: Its variables.
  ///   - input: All that it finds on its standard input.
  /// - Throws: `StartFailure`.
  package init(
    _ path: String, _ arguments: [String], environment: [String: String], input: [UInt8]
  ) throws(StartFailure) {
    let given = try Self.file(holding: input)
    defer { close(given) }
    let output = try PipeEnds()
    let errors: PipeEnds
    do throws(StartFailure) { errors = try PipeEnds() } catch {
      output.closeBoth()
      throw error
    }
    defer { for end in [output.writing, errors.writing] { close(end) } }
    streams = [output.reading, errors.reading]
    let (path, arguments) = (CStrings([path]), CStrings(arguments))
    let variables = CStrings(environment.map { "\($0)=\($1)" })
    var identifier: Int32 = -1
    let error = path.pointers[0].map {
      cspawn_start(
        $0, arguments.pointers, variables.pointers, [given, output.writing, errors.writing],
        &identifier)
    }
    self.identifier = identifier
    guard error == 0 else {
      ending = .exited(code: 127)
      throw StartFailure(number: error ?? ENOMEM)
    }
  }

  deinit {
    if ending == nil {
      kill(-identifier, SIGKILL)
      var status: Int32 = 0
      waitpid(identifier, &status, 0)
    }
    for stream in streams where stream >= 0 { close(stream) }
  }

  /// Waits until there is something to read, a stream is closed or `seconds` have passed; where both streams are
  /// closed, for a moment.
  package func wait(atMost seconds: Double) {
    guard streams.contains(where: { $0 >= 0 }) else { return backoff.sleep() }
    var waited = streams.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    poll(&waited, nfds_t(waited.count), Int32(seconds * 1e3))
  }

  /// Reads what it has written to a stream since the last call, at most 64 KiB.
  ///
  /// - Returns: The bytes; none where there are none by now, or where the stream is closed.
  package func read(_ stream: Stream) -> [UInt8] {
    let descriptor = streams[stream.rawValue]
    guard descriptor >= 0 else { return [] }
    var count = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, initialized in
      repeat {
        count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
      } while count < 0 && errno == EINTR
      initialized = max(count, 0)
    }
    if count == 0 || count < 0 && errno != EAGAIN {
      close(descriptor)
      streams[stream.rawValue] = -1
    }
    return bytes
  }

  /// Whether the program itself still runs; processes that it has started may run longer.
  package var isRunning: Bool {
    guard ending == nil else { return false }
    var information = siginfo_t()
    // Its exit code is left to be asked for, so that its number, and with it the group's, is not used again.
    let found = waitid(P_PID, id_t(identifier), &information, WEXITED | WNOHANG | WNOWAIT)
    return found == 0 && information.si_signo == 0
  }

  /// Ends every process of the group that still runs: by SIGTERM, and what then still runs after `seconds`, by SIGKILL.
  ///
  /// - Returns: How the program ended, or had ended before.
  @discardableResult
  package func end(within seconds: Double = 0) -> Ending {
    if let ending { return ending }
    if seconds > 0 {
      kill(-identifier, SIGTERM)
      let deadline = monotonicSeconds() + seconds
      while isRunning, monotonicSeconds() < deadline {
        wait(atMost: 0.01)
        // What it still says is lost, but it must not wait for room in a pipe.
        _ = (read(.output), read(.errors))
      }
    }
    kill(-identifier, SIGKILL)
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    let found = signal == 0 ? Ending.exited(code: status >> 8 & 0xFF) : .killed(signal: signal)
    ending = found
    return found
  }

  /// The descriptor of a file in memory. A pipe could be full, or closed by a program that does not read.
  private static func file(holding bytes: [UInt8]) throws(StartFailure) -> Int32 {
    let file = cspawn_file(bytes, bytes.count)
    guard file >= 0 else { throw StartFailure(number: -file) }
    return file
  }
}

/// Texts as C has them, with the null pointer that ends a list.
private final class CStrings {
  let pointers: [UnsafeMutablePointer<CChar>?]

  init(_ texts: [String]) { pointers = texts.map { strdup($0) } + [nil] }

  deinit { for pointer in pointers { free(pointer) } }
}

/// The descriptors of a pipe's two ends.
private struct PipeEnds {
  let reading: Int32
  let writing: Int32

  init() throws(ChildProcess.StartFailure) {
    var ends: [Int32] = [-1, -1]
    let error = cspawn_pipe(&ends)
    guard error == 0 else { throw ChildProcess.StartFailure(number: error) }
    (reading, writing) = (ends[0], ends[1])
  }

  func closeBoth() {
    close(reading)
    close(writing)
  }
}
