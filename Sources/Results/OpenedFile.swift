import FileOwnership
import Foundation
import HDF5
import Platform

/// Opens a results file for reading, in whatever state its writer left it.
///
/// - Throws: `ResultsError.missing`, `.unreadable`, `.notHDF5`, `.foreign` or `.damaged`.
func openResults(_ path: String) throws(ResultsError) -> File {
  let (size, isCurrent) = try requireSignature(path)
  do {
    let file = try isCurrent ? openedAnyhow(path) : File(path, .readAnyFormat)
    try requireOurs(file, size)
    return file
  } catch let error as ResultsError {
    throw error
  } catch {
    throw .damaged(path: path, reason: (error as? HDF5Error)?.reason ?? "\(error)")
  }
}

/// Opens the file without HDF5's lock, or with it where this very process is its writer and has opened it so, since
/// HDF5 wants one setting for both.
private func openedAnyhow(_ path: String) throws(HDF5Error) -> File {
  do { return try File(path, .read) } catch {
    guard error.reason.contains("locking flag") else { throw error }
    return try File(path, .read, locking: .bestEffort)
  }
}

/// Checks that the file begins as an HDF5 file does.
///
/// - Returns: Its size in bytes, and whether it is in the format that a file has while it is written. Other programs,
///   such as h5repack, write older formats, which can be read too.
private func requireSignature(
  _ path: String
) throws(ResultsError) -> (size: Int, isCurrent: Bool) {
  var information = stat()
  guard stat(path, &information) == 0 else {
    guard errno == ENOENT || errno == ENOTDIR else {
      throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    throw .missing(path: path)
  }
  guard information.st_mode & S_IFMT == S_IFREG else {
    let isFolder = information.st_mode & S_IFMT == S_IFDIR
    throw .unreadable(
      path: path, reason: isFolder ? "it is a folder" : "it is not a regular file")
  }
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else {
    throw .unreadable(path: path, reason: String(cString: strerror(errno)))
  }
  defer { close(descriptor) }
  guard let version = superblockVersion(descriptor) else { throw .notHDF5(path: path) }
  // SWMR needs version 3, so that every file of this program has it.
  return (Int(information.st_size), version >= 3)
}

/// The version of the superblock; nil where the file is not HDF5. The superblock stands at the beginning, or behind the
/// data of another program at byte 512, 1024, 2048 and so on.
private func superblockVersion(_ descriptor: Int32) -> UInt8? {
  var place = 0
  var start = [UInt8](repeating: 0, count: 9)
  while pread(descriptor, &start, 9, off_t(place)) == 9 {
    if start.starts(with: hdf5Signature) { return start[8] }
    place = max(512, 2 * place)
  }
  return nil
}

/// Checks that dynsweep made the file, and that no part is missing.
private func requireOurs(_ file: borrowing File, _ size: Int) throws {
  let path = file.path
  guard try file.hasAttribute("Conventions"), try file.attributeKind("Conventions") == .text else {
    throw ResultsError.foreign(path: path, reason: "it has no attribute Conventions")
  }
  let found = try file.textAttribute("Conventions")
  guard found.split(separator: " ").contains(Substring(ownConvention)) else {
    throw ResultsError.foreign(
      path: path, reason: "its Conventions are \"\(found)\", without \"\(ownConvention)\"")
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
