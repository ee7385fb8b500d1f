/// Reads the values of a message in the order in which `MessageEncoder` wrote them.
///
/// Every read is checked against the end of the message, so that any bytes give a value or an error.
package struct MessageDecoder: Sendable {
  private let bytes: [UInt8]
  /// How many bytes have been read: the place of the next value.
  package private(set) var offset = 0

  /// A reader at the beginning of a message's bytes.
  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether all bytes have been read.
  package var isAtEnd: Bool { offset == bytes.count }
  /// How many bytes have not been read yet.
  package var remaining: Int { bytes.count - offset }

  /// The next value, a little-endian integer.
  ///
  /// - Throws: `MessagePassingError.truncated` where the message ends before or within it.
  @specialized(where Value == UInt8)
  @specialized(where Value == Int32)
  @specialized(where Value == UInt32)
  @specialized(where Value == Int64)
  @specialized(where Value == UInt64)
  package mutating func integer<Value: FixedWidthInteger & BitwiseCopyable>(
    _ type: Value.Type = Value.self
  ) throws(MessagePassingError) -> Value {
    let start = try advance(by: MemoryLayout<Value>.size, reading: "an integer")
    return Value(
      littleEndian: bytes.withUnsafeBytes {
        $0.loadUnaligned(fromByteOffset: start, as: Value.self)
      })
  }

  /// The next value, a number of 64 bits.
  ///
  /// - Throws: `MessagePassingError.truncated` where the message ends before or within it.
  package mutating func double() throws(MessagePassingError) -> Double {
    Double(bitPattern: try integer())
  }

  /// The next value, a text with its length before it.
  ///
  /// - Throws: `MessagePassingError.truncated` where the message ends before or within it, `.invalid` where its bytes
  ///   are not UTF-8.
  package mutating func text() throws(MessagePassingError) -> String {
    let count = Int(try integer(UInt32.self))
    let start = try advance(by: count, reading: "a text")
    guard let text = String(validating: bytes[start..<(start + count)], as: UTF8.self) else {
      throw .invalid(reading: "UTF-8 text", found: "other bytes", offset: start)
    }
    return text
  }

  /// The next value, a list of bytes with its length before it.
  ///
  /// - Throws: `MessagePassingError.truncated` where the message ends before or within it.
  package mutating func byteList() throws(MessagePassingError) -> [UInt8] {
    let count = Int(try integer(UInt32.self))
    let start = try advance(by: count, reading: "a list of bytes")
    return Array(bytes[start..<(start + count)])
  }

  /// The next value, a list of numbers of 64 bits with its length before it.
  ///
  /// - Throws: `MessagePassingError.truncated` where the message ends before or within it.
  package mutating func doubles() throws(MessagePassingError) -> [Double] {
    try list { Double(bitPattern: UInt64(littleEndian: $0)) }
  }

  /// The next value, a list of numbers of 32 bits with its length before it.
  ///
  /// - Throws: `MessagePassingError.truncated` where the message ends before or within it.
  package mutating func singles() throws(MessagePassingError) -> [Float] {
    try list { Float(bitPattern: UInt32(littleEndian: $0)) }
  }

  /// A list of numbers, each of which is made from its bits as they stand in the message.
  private mutating func list<Number, Bits: BitwiseCopyable>(
    _ number: (Bits) -> Number
  ) throws(MessagePassingError) -> [Number] {
    let size = MemoryLayout<Bits>.size
    let count = Int(try integer(UInt32.self))
    let start = try advance(by: count * size, reading: "a list of \(count) numbers")
    return [Number](unsafeUninitializedCapacity: count) { values, initialized in
      bytes.withUnsafeBytes { source in
        let list = UnsafeRawBufferPointer(rebasing: source[start...])
        for index in 0..<count {
          let bits = list.loadUnaligned(fromByteOffset: index * size, as: Bits.self)
          values.initializeElement(at: index, to: number(bits))
        }
      }
      initialized = count
    }
  }

  /// The next value, the length of a list of items of at least `size` bytes each, which is checked so that no length
  /// can claim more memory than the message has bytes.
  ///
  /// - Throws: `MessagePassingError.truncated` where the rest of the message is too short for that many items.
  package mutating func count(ofItemsOfAtLeast size: Int) throws(MessagePassingError) -> Int {
    let start = offset
    let count = Int(try integer(UInt32.self))
    guard count <= remaining / max(size, 1) else {
      throw .truncated(
        reading: "a list of \(count) items", needed: count * size, offset: start,
        count: bytes.count)
    }
    return count
  }

  private mutating func advance(
    by size: Int, reading value: @autoclosure () -> String
  ) throws(MessagePassingError) -> Int {
    guard size <= remaining else {
      throw .truncated(reading: value(), needed: size, offset: offset, count: bytes.count)
    }
    defer { offset += size }
    return offset
  }
}
