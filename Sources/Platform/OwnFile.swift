import Foundation

/// The error that a file beside the results file is left alone because this program has not made it.
package struct StrangersFile: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file that is left alone.
  package let path: String
  /// What was found at the path instead, in words.
  package let finding: String

  package init(path: String, finding: String) {
    self.path = path
    self.finding = finding
  }

  package var description: String {
    "\(path) is not dynsweep's (\(finding)), and is left alone; move it away"
  }
}

/// Files that this program keeps under fixed names beside a results file: lock, partial file, live copy, snapshots.
///
/// Another user or program may have put something else at such a name. Nothing is followed, cut, overwritten or removed
/// there except a regular file of one name, whose content shows that it is this program's.
package enum OwnFile {
  /// Opens the file at `path` without following links; `O_CREAT` makes it where there is none.
  ///
  /// - Parameter flags: How to open it, in addition to `O_CLOEXEC` and `O_NOFOLLOW`; not `O_TRUNC`, which would cut the
  ///   file before it is looked at.
  /// - Returns: A descriptor, which the caller closes; negative where `errno` says why it cannot be opened.
  /// - Throws: `StrangersFile` where something else than a regular file of one name is there.
  package static func open(_ path: String, _ flags: Int32) throws(StrangersFile) -> Int32 {
    if let finding = stranger(at: path) { throw StrangersFile(path: path, finding: finding) }
    let descriptor = Foundation.open(path, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o666)
    guard descriptor >= 0 else { return descriptor }
    // It may have changed since it was looked at.
    var information = stat()
    guard fstat(descriptor, &information) == 0, finding(information) == nil else {
      close(descriptor)
      throw StrangersFile(path: path, finding: "it changes")
    }
    return descriptor
  }

  /// The content of the file at `path`, at most `limit` bytes of it.
  ///
  /// - Returns: The bytes; nil where it cannot be read, and `errno` says why.
  /// - Throws: `StrangersFile` where something else than a regular file of one name is there.
  package static func content(
    of path: String, limit: Int = .max
  ) throws(StrangersFile) -> [UInt8]? {
    let descriptor = try open(path, O_RDONLY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: min(limit, Int(information.st_size)))
    var count = 0
    while count < bytes.count {
      let (done, rest) = (count, bytes.count - count)
      let more = bytes.withUnsafeMutableBytes {
        read(descriptor, $0.baseAddress.map { $0 + done }, rest)
      }
      guard more >= 0 || errno == EINTR else { return nil }
      if more == 0 { break }
      count += max(more, 0)
    }
    return Array(bytes[..<count])
  }

  /// Whether there is anything at `path`, even if only a link to nothing.
  package static func isTaken(_ path: String) -> Bool {
    var information = stat()
    return lstat(path, &information) == 0
  }

  /// Removes the file at `path` if `isOwn` recognizes it as this program's by its first bytes; nothing where there is
  /// none.
  ///
  /// - Parameter limit: How many bytes `isOwn` sees at most.
  /// - Throws: `StrangersFile` where something else is there, or it cannot be read.
  package static func remove(
    _ path: String, limit: Int = 1 << 20, isOwn: ([UInt8]) -> Bool
  ) throws(StrangersFile) {
    guard isTaken(path) else { return }
    if let finding = stranger(at: path) { throw StrangersFile(path: path, finding: finding) }
    guard let bytes = try content(of: path, limit: limit), isOwn(bytes) else {
      throw StrangersFile(path: path, finding: "its content is another's")
    }
    unlink(path)
  }

  /// What is at `path` that cannot be this program's, in words; nil for nothing or a regular file of one name.
  private static func stranger(at path: String) -> String? {
    var information = stat()
    return lstat(path, &information) == 0 ? finding(information) : nil
  }

  private static func finding(_ information: stat) -> String? {
    switch information.st_mode & S_IFMT {
    case S_IFREG: information.st_nlink > 1 ? "a file of several names" : nil
    case S_IFLNK: "a symbolic link"
    case S_IFDIR: "a folder"
    default: "not a regular file"
    }
  }
}
