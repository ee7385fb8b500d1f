import Foundation
import HDF5

/// Opens a results file for reading, in whatever state its writer left it.
///
/// - Throws: What is wrong with it, never less than: not there, not readable, not HDF5, not ours,
///   damaged.
func openResults(_ path: String) throws(ResultsError) -> File {
  let size = try requireSignature(path)
  do {
    let file = try openedAnyhow(path)
    try requireOurs(file, size)
    return file
  } catch let error as ResultsError {
    throw error
  } catch {
    throw .damaged(path: path, reason: (error as? HDF5Error)?.reason ?? "\(error)")
  }
}

/// Without HDF5's lock; as its writer has opened it, where that is this very process: HDF5 wants one setting for both.
private func openedAnyhow(_ path: String) throws(HDF5Error) -> File {
  do { return try File(path, .read) } catch {
    guard error.reason.contains("locking flag") else { throw error }
    return try File(path, .read, locking: .bestEffort)
  }
}

/// Checks that the file begins as an HDF5 file does.
///
/// - Returns: Its size in bytes.
private func requireSignature(_ path: String) throws(ResultsError) -> Int {
  var information = stat()
  guard stat(path, &information) == 0 else {
    guard errno == ENOENT || errno == ENOTDIR else {
      throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    throw .missing(path: path)
  }
  guard information.st_mode & S_IFMT == S_IFREG else {
    throw .unreadable(path: path, reason: "it is not a regular file")
  }
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else {
    throw .unreadable(path: path, reason: String(cString: strerror(errno)))
  }
  defer { close(descriptor) }
  var start = [UInt8](repeating: 0, count: 9)
  guard read(descriptor, &start, 9) == 9,
    start.prefix(8) == [0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10]
  else { throw .notHDF5(path: path) }
  // The version of the superblock; SWMR, and so every file of ours, needs 3.
  guard start[8] >= 3 else {
    throw .foreign(path: path, reason: "it is in an older format of HDF5")
  }
  return Int(information.st_size)
}

/// Checks that dynsweep made the file, and that it is all there.
private func requireOurs(_ file: borrowing File, _ size: Int) throws {
  let path = file.path
  guard try file.hasAttribute("Conventions"), try file.attributeKind("Conventions") == .text else {
    throw ResultsError.foreign(path: path, reason: "it has no attribute Conventions")
  }
  let found = try file.textAttribute("Conventions")
  guard found == conventions else {
    throw ResultsError.foreign(
      path: path, reason: "its Conventions are \"\(found)\", not \"\(conventions)\"")
  }
  let expected = try file.expectedSize()
  guard expected <= size else {
    throw ResultsError.damaged(
      path: path, reason: "cut short: \(size) of \(expected) bytes are there")
  }
  for name in ["trial", "checkpoint", "status", "step"] {
    guard try file.hasMember(name) else {
      throw ResultsError.damaged(path: path, reason: "it has no variable \(name)")
    }
  }
}
