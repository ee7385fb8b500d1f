import Foundation
import Schema

/// Reads one line as a JSON object.
struct LineReader {
  /// Where a line is not JSON: the column, from 1, and what was expected there.
  struct Mistake: Error, Equatable {
    let column: Int
    let expected: String
  }

  /// How deep lists and objects may lie in each other.
  private static let deepest = 8

  private let bytes: [UInt8]
  private var place = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The members of the object that `line` writes, in its order.
  static func members(of line: [UInt8]) throws(Mistake) -> [LineValue.Member] {
    var reader = LineReader(line)
    reader.skipSpace()
    guard reader.next == UInt8(ascii: "{") else { throw reader.mistake("{") }
    guard case .object(let members) = try reader.value(depth: 0) else { return [] }
    reader.skipSpace()
    guard reader.next == nil else { throw reader.mistake("the end of the line") }
    return members
  }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private func mistake(_ expected: String) -> Mistake {
    Mistake(column: place + 1, expected: expected)
  }

  private mutating func skipSpace() {
    while let byte = next, [0x20, 0x09, 0x0D, 0x0A].contains(byte) { place += 1 }
  }

  private mutating func take(_ character: Character) -> Bool {
    skipSpace()
    guard let byte = next, byte == character.asciiValue else { return false }
    place += 1
    return true
  }

  private mutating func value(depth: Int) throws(Mistake) -> LineValue {
    skipSpace()
    guard depth <= Self.deepest else { throw mistake("fewer lists in each other") }
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try list(depth: depth)
    case UInt8(ascii: "\""): return .text(try text())
    default: return try word()
    }
  }

  private mutating func object(depth: Int) throws(Mistake) -> LineValue {
    place += 1
    var members: [LineValue.Member] = []
    if take("}") { return .object(members) }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw mistake("a key in quotation marks") }
      let key = try text()
      guard take(":") else { throw mistake(": after the key") }
      members.append(.init(key: key, value: try value(depth: depth + 1)))
    } while take(",")
    guard take("}") else { throw mistake(", or }") }
    return .object(members)
  }

  private mutating func list(depth: Int) throws(Mistake) -> LineValue {
    place += 1
    var values: [LineValue] = []
    if take("]") { return .list(values) }
    repeat { values.append(try value(depth: depth + 1)) } while take(",")
    guard take("]") else { throw mistake(", or ]") }
    return .list(values)
  }

  private mutating func text() throws(Mistake) -> String {
    let start = place
    place += 1
    while let byte = next, byte != UInt8(ascii: "\"") {
      place += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    guard next != nil else {
      place = min(place, bytes.count)
      throw mistake("the text's closing quotation mark")
    }
    place += 1
    let written = bytes[start..<place]
    if !written.contains(UInt8(ascii: "\\")) {
      return String(decoding: written.dropFirst().dropLast(), as: UTF8.self)
    }
    do { return try JSONDecoder().decode(String.self, from: Data(written)) } catch {
      place = start
      throw mistake("a text with the escapes of JSON")
    }
  }

  /// A number, or one of the words of JSON.
  private mutating func word() throws(Mistake) -> LineValue {
    let start = place
    while let byte = next, byte.isOfWord { place += 1 }
    let word = String(decoding: bytes[start..<place], as: UTF8.self)
    switch word {
    case "true", "false": return .boolean(word == "true")
    case "null", "NaN": return .number(.nan)
    case "Infinity": return .number(.infinity)
    case "-Infinity": return .number(-.infinity)
    default:
      if let number = Double(word), word.utf8.allSatisfy(\.isOfNumber) { return .number(number) }
      place = start
      throw mistake("a value")
    }
  }
}

extension UInt8 {
  fileprivate var isOfNumber: Bool {
    (48...57).contains(self) || "+-.eE".utf8.contains(self)
  }

  fileprivate var isOfWord: Bool {
    isOfNumber || (65...90).contains(self) || (97...122).contains(self)
  }
}
