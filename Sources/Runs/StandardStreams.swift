import Foundation
import Synchronization

private let outputError = Atomic<Int32>(0)

/// The standard streams of this process. Nothing here traps, since a stream that cannot be written is no reason to lose
/// a sweep.
package enum StandardStreams {
  /// Opens those of the descriptors 0 to 2 that are closed, so that no file gets such a number and has messages written
  /// into it. It also ignores the signal for a file that grows too long, so that its writer meets an error instead.
  package static func secure() {
    for descriptor in 0...2 where fcntl(Int32(descriptor), F_GETFD) == -1 {
      // The lowest free number, which is `descriptor`.
      _ = open("/dev/null", O_RDWR)
    }
    signal(SIGXFSZ, SIG_IGN)
  }

  /// Writes to standard error; failures are ignored.
  package static func say(_ text: String) { _ = write(text, to: STDERR_FILENO) }

  /// Writes to standard output at once; `end()` reports failures.
  package static func put(_ text: String) {
    let error = write(text, to: STDOUT_FILENO)
    if error != 0 { outputError.store(error, ordering: .relaxed) }
  }

  /// Ends the process with EX_IOERR if any output could not be written. It is called last, so that a report that could
  /// not be written is no success.
  package static func end() {
    if fflush(nil) != 0 { outputError.store(errno, ordering: .relaxed) }
    let error = outputError.load(ordering: .relaxed)
    guard error != 0 else { return }
    say("dynsweep: standard output: \(String(cString: strerror(error)))\n")
    exit(EX_IOERR)
  }

  /// - Returns: 0, or the number of the error.
  private static func write(_ text: String, to descriptor: Int32) -> Int32 {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        // The pipe is full: its reader is slow, or has stopped.
        var reader = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&reader, 1, 1000) > 0 else { return EAGAIN }
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }
}
