import Foundation
import HDF5

/// A copy of a results file in the making, for readers: `FILE.live.h5` beside `FILE.h5`, replaced as a whole now and then.
///
/// For file systems that do not show writes to other hosts in their order (NFS, SMB): a reader of the file itself could
/// find a new index with old data. The copy is a closed HDF5 file that any tool opens as it is.
struct LiveCopy {
  let source: String
  let path: String
  private let interval: Duration
  private var next = ContinuousClock.now

  /// - Parameter interval: Between two copies, at least; longer where copying takes more than a twentieth of it.
  init(of source: String, every interval: Duration) {
    self.source = source
    self.interval = interval
    path = liveCopyPath(of: source)
  }

  /// Replaces the copy where that is due. What the file system refuses is tried again the next time: the copy that is there
  /// stays, and the results do not depend on it.
  mutating func renewIfDue() {
    let begin = ContinuousClock.now
    guard begin >= next else { return }
    let partial = path + ".partial"
    if !renew(by: partial) { unlink(partial) }
    let end = ContinuousClock.now
    next = end.advanced(by: max(interval, begin.duration(to: end) * 20))
  }

  private func renew(by partial: String) -> Bool {
    guard copyBytes(from: source, to: partial) else { return false }
    do {
      // Closing it takes off the marks of a file that is being written.
      try File(partial, .writeAfterCrash).close()
      try bringToDisk(partial)
    } catch { return false }
    return rename(partial, path) == 0
  }

  /// Whether what is at the copy's place, if anything, is a copy of this sweep, and not a file of the user's own.
  ///
  /// Told by the attribute `sweep_sha256` among its bytes, of which it is one of the first, not by HDF5: a damaged file can
  /// crash that, and need not be read to be replaced.
  static func mayReplace(copyOf source: String, sweep: String) -> Bool {
    let path = liveCopyPath(of: source)
    guard access(path, F_OK) == 0 else { return true }
    let file = FileHandle(forReadingAtPath: path)
    let start = try? file?.read(upToCount: 1 << 20)
    return start?.range(of: Data(sha256(sweep).utf8)) != nil
  }

  /// Once the file itself is closed, readers can have that.
  func remove() {
    unlink(path)
    unlink(path + ".partial")
  }
}

/// Where the copy for readers of the results file at `path` is, if there is one: `a.live.h5` for `a.h5`.
public func liveCopyPath(of path: String) -> String {
  path.hasSuffix(".h5") ? path.dropLast(3) + ".live.h5" : path + ".live.h5"
}

extension ResultsReader {
  /// Opens the results file at `path`, or the copy for readers where another process is writing it and keeps one.
  ///
  /// - Throws: As `init(_:)`.
  public static func forReaders(_ path: String) throws(ResultsError) -> ResultsReader {
    let copy = liveCopyPath(of: path)
    if access(copy, R_OK) == 0, currentWriter(of: path) != nil,
      // It goes when the file is closed.
      let reader = try? ResultsReader(copy)
    {
      return reader
    }
    return try ResultsReader(path)
  }
}

/// - Returns: Whether all of `source` is in `target` now.
private func copyBytes(from source: String, to target: String) -> Bool {
  let from = open(source, O_RDONLY | O_CLOEXEC)
  guard from >= 0 else { return false }
  defer { close(from) }
  let to = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
  guard to >= 0 else { return false }
  defer { close(to) }
  var block = [UInt8](repeating: 0, count: 1 << 20)
  while true {
    let count = read(from, &block, block.count)
    if count == 0 { return true }
    guard count > 0, write(to, block, count) == count else { return false }
  }
}
