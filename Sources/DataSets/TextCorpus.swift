import Synchronization

/// A text as numbers of symbols: the place of each byte among the distinct bytes of the text, in the order of their
/// values.
package struct TextCorpus: Sendable {
  /// The index in `alphabet` of each byte of the text.
  package let symbols: [UInt8]
  /// The distinct bytes of the text, ascending; at least two where it was loaded.
  package let alphabet: [UInt8]

  private static let cache = Mutex<[String: TextCorpus]>([:])

  /// The text at `path`, in gzip or not, which a process reads once.
  ///
  /// - Throws: `DataSetError.unreadable`, or `.malformed` where it is larger than half a GiB or has fewer than two
  ///   distinct bytes.
  package static func load(from path: String) throws(DataSetError) -> TextCorpus {
    try cache.withLock { texts throws(DataSetError) in
      if let text = texts[path] { return text }
      let text = try TextCorpus(readingFrom: path)
      texts[path] = text
      return text
    }
  }

  private init(readingFrom path: String) throws(DataSetError) {
    var file = try CompressedFile(path)
    // For a moment the text is in memory twice, as bytes and as symbols.
    self.init(try file.readToEnd(limit: CompressedFile.largestCount / 2))
    guard alphabet.count > 1 else {
      throw .malformed(
        path: path, found: "\(symbols.count) bytes, \(alphabet.count) of them distinct",
        expected: "a text of at least two distinct characters")
    }
  }

  init(_ bytes: [UInt8]) {
    var present = [Bool](repeating: false, count: 256)
    for byte in bytes { present[Int(byte)] = true }
    alphabet = (0...255).filter { present[Int($0)] }
    var number = [UInt8](repeating: 0, count: 256)
    for (place, byte) in alphabet.enumerated() { number[Int(byte)] = UInt8(place) }
    symbols = bytes.map { number[Int($0)] }
  }
}
