/// Writes values one after the other into the bytes of a message.
///
/// Numbers are little-endian and of fixed width; texts and lists are preceded by their length as 32 bits. There are no
/// names and no types in the bytes: the reader asks for what the writer wrote, in the same order.
public struct MessageEncoder: Sendable {
  public private(set) var bytes: [UInt8] = []

  public init(reserving capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  public var isEmpty: Bool { bytes.isEmpty }
  public var count: Int { bytes.count }

  /// Empties the message but keeps its memory.
  public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  public mutating func append(_ value: UInt8) { bytes.append(value) }

  public mutating func append(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  public mutating func append(_ value: Double) { append(value.bitPattern) }

  public mutating func append(_ text: String) {
    var text = text
    text.withUTF8 {
      append(UInt32($0.count))
      bytes.append(contentsOf: $0)
    }
  }

  public mutating func append(_ values: [UInt8]) {
    append(UInt32(values.count))
    bytes.append(contentsOf: values)
  }

  public mutating func append(_ values: [Double]) {
    append(UInt32(values.count))
    #if _endian(little)
      values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    #else
      for value in values { append(value) }
    #endif
  }
}
