import Foundation
import HDF5
import Platform
import Wording

/// What became of the content of a results file that was moved, deleted or replaced while a run wrote it.
package enum Rescue: Equatable, Sendable, CustomStringConvertible {
  /// It was copied to the file at `path`.
  case saved(path: String)
  /// It could not be copied.
  case failed(reason: String)

  package var description: String {
    switch self {
    case .saved(let path):
      "what it recorded is in \(path), with which run … -o \(path.shellWord) --resume goes on"
    case .failed(let reason): "what it recorded could not be saved: \(reason)"
    }
  }
}

extension FileClaim {
  /// Makes sure that the file still has its name. Where it has not, its content, which must have been flushed, is saved
  /// in another file.
  ///
  /// - Throws: `ResultsError.parted` where the name is gone or another file's.
  package func requireName(_ path: String) throws(ResultsError) {
    guard !isAt(path) else { return }
    throw .parted(path: path, rescue: rescue(path))
  }

  /// Saves the file's content as `FILE.rescued.h5`, or with a number where that name is taken; in the current folder
  /// where the file's own is gone.
  private func rescue(_ path: String) -> Rescue {
    let place = URL(fileURLWithPath: path)
    let folder = place.deletingLastPathComponent().path
    let stem = path.hasSuffix(".h5") ? place.deletingPathExtension() : place
    let isThere = access(folder, W_OK | X_OK) == 0
    let base = isThere ? stem.path : stem.lastPathComponent
    var reason = "there are a hundred such files"
    for number in 1...100 {
      let copy = base + (number == 1 ? ".rescued.h5" : ".rescued-\(number).h5")
      guard !OwnFile.isTaken(copy) else { continue }
      do {
        try copyFile(descriptor, to: copy)
        return .saved(path: copy)
      } catch {
        reason = "\(copy): \(error)"
        break
      }
    }
    return .failed(reason: reason)
  }
}

/// Copies the file that `source` is open on to `target`, as a closed HDF5 file. No file may have that name.
///
/// - Throws: `POSIXError`, `HDF5Error` or `ResultsError`; what was written is removed then.
package func copyFile(_ source: Int32, to target: String) throws {
  let made = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
  guard made >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
  do {
    defer { close(made) }
    try copyBytes(from: source, to: made)
    // Opening and closing it removes the marks of a file that is being written.
    try File(target, .writeAfterCrash).close()
    try bringToDisk(target)
  } catch {
    unlink(target)
    throw error
  }
}

private func copyBytes(from source: Int32, to target: Int32) throws {
  var block = [UInt8](repeating: 0, count: 1 << 20)
  var place = 0
  while true {
    let count = pread(source, &block, block.count, off_t(place))
    if count == 0 { return }
    guard count > 0, write(target, block, count) == count else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
    place += count
  }
}
