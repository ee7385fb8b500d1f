import Foundation
import HDF5
import Platform

/// A copy of a results file in the making, for readers: `FILE.live.h5` beside `FILE.h5`, replaced as a whole now and then.
///
/// For file systems that do not show writes to other hosts in their order (NFS, SMB): a reader of the file itself could
/// find a new index with old data. The copy is a closed HDF5 file that any tool opens as it is.
struct LiveCopy {
  let path: String
  private let sweepSHA256: String
  private let interval: Duration
  private var next = ContinuousClock.now

  /// - Parameter interval: Between two copies, at least; longer where copying takes more than a twentieth of it.
  init(of source: String, sweep: String, every interval: Duration) {
    sweepSHA256 = sha256(sweep)
    self.interval = interval
    path = liveCopyPath(of: source)
  }

  /// Replaces the copy where that is due. What the file system refuses is tried again the next time: the copy that is there
  /// stays, and the results do not depend on it.
  ///
  /// - Parameter descriptor: Of the file itself, whatever its name has become.
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

  /// Whether a file that starts so is a copy of this sweep's results, or one just begun.
  ///
  /// Told by the attribute `sweep_sha256` among its bytes, of which it is one of the first, not by HDF5: a damaged file can
  /// crash that, and need not be read to be replaced.
  private func isOwn(_ start: [UInt8]) -> Bool {
    start.isEmpty || Data(start).range(of: Data(sweepSHA256.utf8)) != nil
  }

  /// Removes the copy, of this run or an earlier one, since readers can have the file itself.
  ///
  /// - Throws: `StrangersFile` where a file of the user's own has its name.
  func remove() throws(StrangersFile) {
    try OwnFile.remove(path, isOwn: isOwn)
    try OwnFile.remove(partial, isOwn: isOwn)
  }
}

/// Where the copy for readers of the results file at `path` is, if there is one: `a.live.h5` for `a.h5`.
package func liveCopyPath(of path: String) -> String {
  path.hasSuffix(".h5") ? path.dropLast(3) + ".live.h5" : path + ".live.h5"
}

extension ResultsReader {
  /// Opens the results file at `path`, or the copy for readers where another process is writing it and keeps one.
  ///
  /// - Throws: As `init(_:)`.
  package static func forReaders(_ path: String) throws(ResultsError) -> ResultsReader {
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
