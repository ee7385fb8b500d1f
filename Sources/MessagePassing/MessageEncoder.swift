/// Writes values one after the other into the bytes of a message.
///
/// Numbers are little-endian and of fixed width; texts and lists are preceded by their length as 32 bits. There are no
/// names and no types in the bytes: the reader asks for what the writer wrote, in the same order.
package struct MessageEncoder: Sendable {
  package private(set) var bytes: [UInt8] = []

  package init(reserving capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  package var isEmpty: Bool { bytes.isEmpty }
  package var count: Int { bytes.count }

  /// Empties the message but keeps its memory.
  package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  package mutating func append(_ value: UInt8) { bytes.append(value) }

  @specialized(where Value == Int32)
  @specialized(where Value == UInt32)
  @specialized(where Value == Int64)
  @specialized(where Value == UInt64)
  package mutating func append<Value: FixedWidthInteger>(_ value: Value) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  package mutating func append(_ value: Double) { append(value.bitPattern) }

  package mutating func append(_ text: String) {
    var text = text
    text.withUTF8 {
      append(UInt32($0.count))
      bytes.append(contentsOf: $0)
    }
  }

  package mutating func append(_ values: [UInt8]) {
    append(UInt32(values.count))
    bytes.append(contentsOf: values)
  }

  package mutating func append(_ values: [Double]) {
    append(UInt32(values.count))
    #if _endian(little)
      values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    #else
      for value in values { append(value) }
    #endif
  }
}
