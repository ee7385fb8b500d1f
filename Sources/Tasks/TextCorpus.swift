import Synchronization

/// A text as symbol numbers: each byte's place among the distinct bytes of the text, in order of value.
struct TextCorpus: Sendable {
  let symbols: [UInt8]
  /// The distinct bytes, ascending.
  let alphabet: [UInt8]

  private static let cache = Mutex<[String: TextCorpus]>([:])

  /// The text at `path`, in gzip or not, read once a process.
  static func load(from path: String) throws(TaskError) -> TextCorpus {
    try cache.withLock { texts throws(TaskError) in
      if let text = texts[path] { return text }
      let text = try TextCorpus(readingFrom: path)
      texts[path] = text
      return text
    }
  }

  private init(readingFrom path: String) throws(TaskError) {
    var file = try CompressedFile(path)
    // Twice in memory for a moment: as bytes and as symbols.
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
