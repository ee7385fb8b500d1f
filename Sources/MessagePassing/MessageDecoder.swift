/// Reads the values of a message in the order in which `MessageEncoder` wrote them.
///
/// Every read is checked against the end of the message: whatever the bytes, the answer is a value or an error.
package struct MessageDecoder: Sendable {
  private let bytes: [UInt8]
  package private(set) var offset = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package var isAtEnd: Bool { offset == bytes.count }
  /// Bytes not read yet.
  package var remaining: Int { bytes.count - offset }

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

  package mutating func double() throws(MessagePassingError) -> Double {
    Double(bitPattern: try integer())
  }

  package mutating func text() throws(MessagePassingError) -> String {
    let count = Int(try integer(UInt32.self))
    let start = try advance(by: count, reading: "a text")
    guard let text = String(validating: bytes[start..<(start + count)], as: UTF8.self) else {
      throw .invalid(reading: "UTF-8 text", found: "other bytes", offset: start)
    }
    return text
  }

  package mutating func byteList() throws(MessagePassingError) -> [UInt8] {
    let count = Int(try integer(UInt32.self))
    let start = try advance(by: count, reading: "a list of bytes")
    return Array(bytes[start..<(start + count)])
  }

  package mutating func doubles() throws(MessagePassingError) -> [Double] {
    let count = Int(try integer(UInt32.self))
    let start = try advance(
      by: count * MemoryLayout<Double>.size, reading: "a list of \(count) numbers")
    return [Double](unsafeUninitializedCapacity: count) { values, initialized in
      bytes.withUnsafeBytes { source in
        let list = UnsafeRawBufferPointer(rebasing: source[start...])
        for index in 0..<count {
          let pattern = list.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)
          values.initializeElement(
            at: index, to: Double(bitPattern: UInt64(littleEndian: pattern)))
        }
      }
      initialized = count
    }
  }

  /// How many of something follow, each of at least `size` bytes, so that no count can claim more memory than the
  /// message has bytes.
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
