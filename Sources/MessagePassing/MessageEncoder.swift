/// Writes a sequence of values into the bytes of a message.
///
/// Numbers are little-endian and of fixed width; texts and lists are preceded by their length as 32 bits. There are no
/// names and no types in the bytes: the reader asks for what the writer wrote, in the same order.
package struct MessageEncoder: Sendable {
  /// The message as written so far.
  package private(set) var bytes: [UInt8] = []

  /// An empty message.
  ///
  /// - Parameter capacity: How many bytes to reserve memory for.
  package init(reserving capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  /// Whether nothing has been written yet.
  package var isEmpty: Bool { bytes.isEmpty }
  /// The message's length in bytes.
  package var count: Int { bytes.count }

  /// Empties the message but keeps its memory.
  package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// Writes one byte.
  package mutating func append(_ value: UInt8) { bytes.append(value) }

  /// Writes an integer in as many bytes as its type has.
  @specialized(where Value == Int32)
  @specialized(where Value == UInt32)
  @specialized(where Value == Int64)
  @specialized(where Value == UInt64)
  package mutating func append<Value: FixedWidthInteger>(_ value: Value) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// Writes a number in 8 bytes.
  package mutating func append(_ value: Double) { append(value.bitPattern) }

  /// Writes a text: its length in bytes and its UTF-8.
  package mutating func append(_ text: String) {
    var text = text
    text.withUTF8 {
      append(UInt32($0.count))
      bytes.append(contentsOf: $0)
    }
  }

  /// Writes a list of bytes: its length and the bytes.
  package mutating func append(_ values: [UInt8]) {
    append(UInt32(values.count))
    bytes.append(contentsOf: values)
  }

  /// Writes a list of numbers: its length and 8 bytes for each.
  package mutating func append(_ values: [Double]) {
    append(UInt32(values.count))
    #if _endian(little)
      values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    #else
      for value in values { append(value) }
    #endif
  }

  /// Writes a list of numbers of single precision: its length and 4 bytes for each.
  package mutating func append(_ values: [Float]) {
    append(UInt32(values.count))
    #if _endian(little)
      values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    #else
      for value in values { append(value.bitPattern) }
    #endif
  }
}
