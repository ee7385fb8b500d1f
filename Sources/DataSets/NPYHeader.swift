/// The header of an array in NumPy's format .npy (NEP 1, versions 1 to 3).
///
/// It is a dictionary as Python writes it: `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`.
struct NPYHeader: Hashable, Sendable {
  /// A type of number, by its letter (`f` real, `i` and `u` whole, `b` yes and no) and its bytes.
  struct Kind: Hashable, Sendable {
    let letter: Character
    let size: Int
    let isBigEndian: Bool

    var isWhole: Bool { letter != "f" }
    /// Whether single precision holds its numbers.
    var isSingle: Bool { size <= (isWhole ? 2 : 4) }

    /// - Parameter words: Such as `<f4`; nil of texts, objects, compounds, complex numbers and times.
    init?(_ words: String) {
      let letters = Array(words)
      guard letters.count == 3, "<>|=".contains(letters[0]), let size = letters[2].wholeNumberValue
      else { return nil }
      let sizes: [Character: [Int]] = [
        "f": [2, 4, 8], "i": [1, 2, 4, 8], "u": [1, 2, 4, 8], "b": [1],
      ]
      guard sizes[letters[1]]?.contains(size) == true else { return nil }
      (letter, self.size, isBigEndian) = (letters[1], size, letters[0] == ">")
    }
  }

  let kind: Kind
  let shape: [Int]
  /// Whether the first index moves fastest.
  let isColumnMajor: Bool
  /// Bytes before the first number.
  let count: Int
}

extension NPYHeader {
  /// - Parameter name: Of the array, for messages.
  init(_ bytes: [UInt8], name: String, path: String) throws(DataSetError) {
    func broken(_ found: String) -> DataSetError {
      .malformed(
        path: path, found: "\(name) \(found)", expected: "an array as numpy.save writes it")
    }
    guard bytes.count >= 12, bytes.starts(with: [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]) else {
      throw broken("that does not begin as an array")
    }
    let start = bytes[6] == 1 ? 10 : 12
    let length = bytes[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard (1...3).contains(bytes[6]), start + length <= bytes.count else {
      throw broken("with an unknown or broken header")
    }
    let words = String(decoding: bytes[start..<start + length], as: UTF8.self)
    guard let type = Self.value(of: "descr", in: words),
      let order = Self.value(of: "fortran_order", in: words),
      let shape = Self.value(of: "shape", in: words).flatMap(Self.shape)
    else { throw broken("with an unknown or broken header") }
    let letters = type.filter { $0 != "'" }
    guard let kind = Kind(letters) else {
      throw .malformed(
        path: path, found: "\(name) of type \(letters)",
        expected: "whole or real numbers of at most 64 bits")
    }
    self.init(
      kind: kind, shape: shape, isColumnMajor: order == "True", count: start + length)
  }

  /// What follows `'key':`, up to the comma or bracket that ends it.
  private static func value(of key: String, in words: String) -> String? {
    let letters = Array(words)
    let wanted = Array("'\(key)':")
    guard
      let place = letters.indices.first(where: { letters[$0...].starts(with: wanted) })
    else { return nil }
    var (value, depth) = ("", 0)
    for letter in letters[(place + wanted.count)...] {
      if depth == 0, letter == "," || letter == "}" { break }
      if "([".contains(letter) { depth += 1 }
      if ")]".contains(letter) { depth -= 1 }
      if letter != " " { value.append(letter) }
    }
    return value
  }

  /// `(3,4,)` as numbers.
  private static func shape(_ words: String) -> [Int]? {
    guard words.first == "(", words.last == ")" else { return nil }
    let parts = words.dropFirst().dropLast().split(separator: ",").map { Int($0) }
    let extents = parts.compactMap { $0 }
    return extents.count == parts.count && extents.allSatisfy { $0 >= 0 } ? extents : nil
  }
}
