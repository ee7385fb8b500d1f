import Foundation
import Synchronization

private let outputError = Atomic<Int32>(0)

/// What this process says to people and programs. Nothing here traps: a stream that cannot be written is no reason to lose
/// a sweep.
package enum StandardStreams {
  /// Opens what of descriptors 0 to 2 is closed, so that no file gets such a number and progress is written into it; and
  /// turns the signal for a file that grows too long into the error that the writer of that file then meets.
  package static func secure() {
    for descriptor in 0...2 where fcntl(Int32(descriptor), F_GETFD) == -1 {
      // The lowest number that is free: this one.
      _ = open("/dev/null", O_RDWR)
    }
    signal(SIGXFSZ, SIG_IGN)
  }

  /// Writes to standard error, or not.
  package static func say(_ text: String) { _ = write(text, to: STDERR_FILENO) }

  /// Writes to standard output, at once; `end()` tells whether that has failed.
  package static func put(_ text: String) {
    let error = write(text, to: STDOUT_FILENO)
    if error != 0 { outputError.store(error, ordering: .relaxed) }
  }

  /// To be called at the end: a report that could not be written is no success.
  package static func end() {
    if fflush(nil) != 0 { outputError.store(errno, ordering: .relaxed) }
    let error = outputError.load(ordering: .relaxed)
    guard error != 0 else { return }
    say("dynsweep: standard output: \(String(cString: strerror(error)))\n")
    exit(EX_IOERR)
  }

  /// - Returns: 0, or an error's number.
  private static func write(_ text: String, to descriptor: Int32) -> Int32 {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        // A full pipe of somebody who reads slowly; or not at all.
        var reader = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&reader, 1, 1000) > 0 else { return EAGAIN }
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }
}
