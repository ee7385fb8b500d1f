package import FileOwnership
import Foundation
import HDF5
import Platform

/// A copy for readers of a results file that is being written: `FILE.live.h5` beside `FILE.h5`, replaced as a whole now
/// and then.
///
/// It is for file systems that do not show writes to other hosts in their order (NFS, SMB): a reader of the file itself
/// could find a new index with old data there. The copy is a closed HDF5 file that any tool opens.
struct LiveCopy {
  let path: String
  private let sweepSHA256: String
  private let interval: Duration
  private var next = ContinuousClock.now

  /// - Parameter interval: The least time between two copies; twenty times the time that copying takes, where that is
  ///   longer.
  init(of source: String, sweep: String, every interval: Duration) {
    sweepSHA256 = sha256(sweep)
    self.interval = interval
    path = liveCopyPath(of: source)
  }

  /// Replaces the copy if that is due. Where the file system refuses, the copy that is there stays until the next try,
  /// since the results do not depend on it.
  ///
  /// - Parameter descriptor: A descriptor of the file itself, whatever its name is by now.
  mutating func renewIfDue(from descriptor: Int32) {
    let begin = ContinuousClock.now
    guard begin >= next else { return }
    if !renew(from: descriptor) { try? OwnFile.remove(partial, isOwn: isOwn) }
    let end = ContinuousClock.now
    next = end.advanced(by: max(interval, begin.duration(to: end) * 20))
  }

  private var partial: String { path + ".partial" }

  private func renew(from descriptor: Int32) -> Bool {
    do {
      try OwnFile.remove(partial, isOwn: isOwn)
      try copyFile(descriptor, to: partial)
    } catch { return false }
    return rename(partial, path) == 0
  }

  /// Whether a file that begins with these bytes is a copy of this sweep's results, or empty since it was just begun.
  ///
  /// This looks for the attribute `sweep_sha256`, one of the first, among the bytes. It does not ask HDF5, which a
  /// damaged file can crash, and a file need not be readable to be replaced.
  private func isOwn(_ start: [UInt8]) -> Bool {
    start.isEmpty || Data(start).range(of: Data(sweepSHA256.utf8)) != nil
  }

  /// Removes the copy, made by this run or an earlier one, since readers can have the file itself.
  ///
  /// - Throws: `StrangersFile` where a file that no run has made has its name.
  func remove() throws(StrangersFile) {
    try OwnFile.remove(path, isOwn: isOwn)
    try OwnFile.remove(partial, isOwn: isOwn)
  }
}

/// The path of the copy for readers of the results file at `path`, whether or not there is one: `a.live.h5` for `a.h5`.
package func liveCopyPath(of path: String) -> String {
  path.hasSuffix(".h5") ? path.dropLast(3) + ".live.h5" : path + ".live.h5"
}

extension ResultsReader {
  /// Opens the results file at `path`, or the copy for readers where another process is writing it and keeps one.
  ///
  /// - Throws: `ResultsError`, in the cases of `init(_:)`.
  package static func forReaders(_ path: String) throws(ResultsError) -> ResultsReader {
    let copy = liveCopyPath(of: path)
    if access(copy, R_OK) == 0, currentWriter(of: path) != nil,
      // The copy is removed when the file is closed, perhaps just now.
      let reader = try? ResultsReader(copy)
    {
      return reader
    }
    return try ResultsReader(path)
  }
}
