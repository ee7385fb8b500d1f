/// The header of a safetensors file: JSON that gives each array's type, shape and place, and texts about the file.
///
/// The format: https://huggingface.co/docs/safetensors. The JSON has a fixed form of three levels, so that it is read
/// by that form; Foundation's reader would let a name that stands twice pass.
struct SafetensorsHeader: Equatable {
  struct Entry: Equatable {
    let name: String
    let type: String
    let shape: [Int]
    /// First byte and the byte after the last, counted from the end of the header.
    let offsets: [Int]
  }

  /// Why it cannot be read: what was found.
  struct Fault: Error, Equatable { let found: String }

  private(set) var entries: [Entry] = []
  private(set) var metadata: [String: String] = [:]

  init(_ bytes: [UInt8]) throws(Fault) {
    var cursor = JSONCursor(bytes)
    var names: Set<String> = []
    try cursor.members { (name, cursor) throws(Fault) in
      guard names.insert(name).inserted else { throw Fault(found: "the name \(name) twice") }
      if name == "__metadata__" {
        metadata = try Self.texts(&cursor)
      } else {
        entries.append(try Self.entry(name, &cursor))
      }
    }
    // Spaces fill the header up to a multiple of eight bytes.
    guard cursor.isAtEnd else { throw Fault(found: "more after the end of its header's JSON") }
  }

  private static func texts(_ cursor: inout JSONCursor) throws(Fault) -> [String: String] {
    var found: [String: String] = [:]
    try cursor.members { (key, cursor) throws(Fault) in found[key] = try cursor.text() }
    return found
  }

  private static func entry(_ name: String, _ cursor: inout JSONCursor) throws(Fault) -> Entry {
    var (type, shape, offsets): (String?, [Int]?, [Int]?)
    try cursor.members { (key, cursor) throws(Fault) in
      switch key {
      case "dtype": type = try cursor.text()
      case "shape": shape = try cursor.wholeNumbers(of: name, key)
      case "data_offsets": offsets = try cursor.wholeNumbers(of: name, key)
      default: throw Fault(found: "\(key) of \(name)")
      }
    }
    guard let type, let shape, let offsets, offsets.count == 2 else {
      throw Fault(found: "\(name) without dtype, shape and two data_offsets")
    }
    return Entry(name: name, type: type, shape: shape, offsets: offsets)
  }
}

/// A place in JSON text.
private struct JSONCursor {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether only spaces are left.
  var isAtEnd: Bool {
    bytes[place...].allSatisfy { " \n\r\t".utf8.contains($0) }
  }

  /// Calls `visit` at the value of each member of an object.
  mutating func members(
    _ visit: (String, inout JSONCursor) throws(SafetensorsHeader.Fault) -> Void
  ) throws(SafetensorsHeader.Fault) {
    try require("{")
    if takes("}") { return }
    repeat {
      let name = try text()
      try require(":")
      try visit(name, &self)
    } while takes(",")
    try require("}")
  }

  /// A list of whole numbers that are not negative.
  mutating func wholeNumbers(
    of name: String, _ key: String
  ) throws(SafetensorsHeader.Fault) -> [Int] {
    try require("[")
    var numbers: [Int] = []
    if takes("]") { return numbers }
    repeat {
      skipSpaces()
      let digits = bytes[place...].prefix { !",] \n\r\t".utf8.contains($0) }
      place += digits.count
      let words = String(decoding: digits, as: UTF8.self)
      guard let number = Int(words), number >= 0 else {
        throw SafetensorsHeader.Fault(found: "\(words.prefix(40)) in \(key) of \(name)")
      }
      numbers.append(number)
    } while takes(",")
    try require("]")
    return numbers
  }

  mutating func text() throws(SafetensorsHeader.Fault) -> String {
    try require("\"")
    var units: [UInt8] = []
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      if bytes[place] == UInt8(ascii: "\\") {
        units += Array(String(try escape()).utf8)
      } else {
        units.append(bytes[place])
        place += 1
      }
    }
    try require("\"")
    return String(decoding: units, as: UTF8.self)
  }

  /// What stands for one character, from its backslash on.
  private mutating func escape() throws(SafetensorsHeader.Fault) -> Unicode.Scalar {
    let plain: [UInt8: Unicode.Scalar] = [
      0x22: "\"", 0x5C: "\\", 0x2F: "/", 0x62: "\u{8}", 0x66: "\u{C}", 0x6E: "\n", 0x72: "\r",
      0x74: "\t",
    ]
    place += 1
    guard place < bytes.count else { throw broken }
    let letter = bytes[place]
    place += 1
    if let scalar = plain[letter] { return scalar }
    guard letter == UInt8(ascii: "u") else { throw broken }
    let high = try codeUnit()
    guard (0xD800..<0xDC00).contains(high) else { return Unicode.Scalar(high) ?? "\u{FFFD}" }
    guard bytes[place...].starts(with: [0x5C, 0x75]) else { throw broken }
    place += 2
    let low = try codeUnit()
    guard (0xDC00..<0xE000).contains(low) else { throw broken }
    return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
  }

  private mutating func codeUnit() throws(SafetensorsHeader.Fault) -> UInt32 {
    let digits = bytes[place...].prefix(4)
    place += digits.count
    guard digits.count == 4, let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw broken }
    return unit
  }

  private mutating func require(_ sign: Unicode.Scalar) throws(SafetensorsHeader.Fault) {
    guard takes(sign) else { throw broken }
  }

  /// Goes on behind `sign`, and spaces before it, where it is next.
  private mutating func takes(_ sign: Unicode.Scalar) -> Bool {
    skipSpaces()
    guard place < bytes.count, UInt32(bytes[place]) == sign.value else { return false }
    place += 1
    return true
  }

  private mutating func skipSpaces() {
    while place < bytes.count, " \n\r\t".utf8.contains(bytes[place]) { place += 1 }
  }

  private var broken: SafetensorsHeader.Fault {
    SafetensorsHeader.Fault(found: "a header that is no JSON of this form at byte \(place)")
  }
}
