import CZlib

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file open for reading, which is decompressed as it is read where it is in gzip.
struct CompressedFile: ~Copyable {
  /// The most bytes, decompressed, that are read of one file, as every worker holds them in memory.
  static let largestCount = 1 << 30

  let path: String
  private let handle: gzFile

  init(_ path: String) throws(DataSetError) {
    // A device may have no end, and a pipe may never begin. zlib itself reports a folder.
    var information = stat()
    if stat(path, &information) == 0,
      ![S_IFREG, S_IFDIR].contains(information.st_mode & S_IFMT)
    {
      throw .unreadable(path: path, reason: "it is not a regular file")
    }
    errno = 0
    guard let handle = gzopen(path, "rb") else {
      throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    // zlib's own 8 KiB buffer costs a system call for every few rows of images.
    gzbuffer(handle, 1 << 18)
    self.path = path
    self.handle = handle
  }

  deinit { gzclose(handle) }

  /// The next `count` bytes, or fewer at the end of the file.
  mutating func read(_ count: Int) throws(DataSetError) -> [UInt8] {
    // It reads in pieces, so that a huge count in a broken header costs no memory.
    let pieceSize = 1 << 20
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(count, 64 * pieceSize))
    var piece = [UInt8](repeating: 0, count: min(count, pieceSize))
    while bytes.count < count {
      let wanted = min(count - bytes.count, pieceSize)
      let found = Int(gzread(handle, &piece, UInt32(wanted)))
      try checkStatus()
      bytes.append(contentsOf: piece[..<found])
      if found < wanted { break }
    }
    return bytes
  }

  /// All bytes up to the end of the file.
  ///
  /// - Parameter limit: The most bytes that there may be.
  /// - Throws: `DataSetError.malformed` where there are more, `.unreadable` where the file cannot be read.
  mutating func readToEnd(limit: Int = largestCount) throws(DataSetError) -> [UInt8] {
    let bytes = try read(limit + 1)
    guard bytes.count <= limit else {
      throw .malformed(
        path: path, found: "more than \(limit >> 20) MiB of data", expected: "at most that")
    }
    return bytes
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  private func checkStatus() throws(DataSetError) {
    var code: Int32 = 0
    let words = gzerror(handle, &code)
    guard code < 0 else { return }
    let reason =
      switch code {
      case Z_ERRNO: String(cString: strerror(errno))
      case Z_BUF_ERROR: "its compressed data ends too early"
      default: words.map { String(cString: $0) } ?? "zlib error \(code)"
      }
    throw .unreadable(path: path, reason: reason)
  }
}
