import Foundation
import Schema

/// Splits what comes from a program's standard output into lines.
struct LineSplitter {
  /// How many bytes a line may have.
  static let longest = 8 << 20

  private var bytes: [UInt8] = []
  /// Where the line begins that is not taken yet, and how far it was searched for its end.
  private var (start, searched) = (0, 0)
  /// The number of the latest line, from 1; blank ones count too.
  private(set) var number = 0

  mutating func append(_ more: [UInt8]) {
    guard !more.isEmpty else { return }
    bytes.removeFirst(start)
    (start, searched) = (0, searched - start)
    bytes += more
  }

  /// The next line that is complete and not blank; nil where there is none.
  ///
  /// - Throws: `LineFault.tooLong`.
  mutating func next() throws(LineFault) -> [UInt8]? {
    while let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) {
      let line = bytes[start..<end]
      (start, searched) = (end + 1, end + 1)
      number += 1
      if line.count > Self.longest { throw .tooLong(bytes: Self.longest) }
      if !line.isBlank { return Array(line) }
    }
    searched = bytes.count
    guard bytes.count - start > Self.longest else { return nil }
    number += 1
    throw .tooLong(bytes: Self.longest)
  }

  /// The last line, where the program ended without a line break after it.
  mutating func last() -> [UInt8]? {
    let line = bytes[start...]
    start = bytes.count
    guard !line.isBlank else { return nil }
    number += 1
    return Array(line)
  }
}

extension ArraySlice<UInt8> {
  fileprivate var isBlank: Bool { !contains { $0 > 0x20 } }
}

/// The end of what a program has written to its standard error.
struct LastWords {
  /// As many characters as a reason in the results file has room for, beside what comes before them.
  private static let longest = 330
  private var bytes: [UInt8] = []

  mutating func take(_ more: [UInt8]) {
    bytes += more
    if bytes.count > 1 << 14 { bytes.removeFirst(bytes.count - (1 << 12)) }
  }

  /// The last lines, joined to one, safe to show.
  var text: String {
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces).printableLine }.filter { !$0.isEmpty }
    var text = ""
    for line in lines.suffix(5).reversed() {
      let longer = text.isEmpty ? line : "\(line) | \(text)"
      guard longer.count <= Self.longest else {
        return text.isEmpty ? String(line.suffix(Self.longest)) : text
      }
      text = longer
    }
    return text
  }
}
