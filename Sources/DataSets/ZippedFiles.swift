/// The files that a zip file holds.
package struct ZippedFiles: Sendable {
  /// Bytes of a file at most, as it has to be held in memory.
  package static let largestCount = 1 << 31

  /// The names of the files, with their folders.
  package var names: [String] { archive.members.map(\.name) }
  private let archive: ZipArchive

  /// - Throws: `DataSetError` where there is no such file, or it is broken.
  package init(_ path: String) throws(DataSetError) { archive = try ZipArchive(path: path) }

  /// The bytes of the first file of a name; nil where there is none.
  ///
  /// - Throws: `DataSetError.malformed` where it is larger than the limit says or damaged.
  package func contents(
    of name: String, limit: Int = largestCount
  ) throws(DataSetError) -> [UInt8]? {
    guard let member = archive.members.first(where: { $0.name == name }) else { return nil }
    guard member.size <= limit else {
      throw .malformed(
        path: archive.path, found: "\(member.size) bytes of \(name)",
        expected: "at most \(limit >> 20) MiB")
    }
    return try archive.contents(of: member)
  }
}
