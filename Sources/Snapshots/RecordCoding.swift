package import MessagePassing
package import Records

extension MessageEncoder {
  /// Writes a record but for the numbers that are kept beside it.
  package mutating func append(_ record: CheckpointRecord) {
    append(record.checkpoint)
    append(record.step)
    append(record.values)
  }

  /// Writes the size of a number in bytes, 0 where there are none, and the numbers.
  package mutating func append(_ kept: KeptNumbers?) {
    append(UInt8(kept?.precision.size ?? 0))
    switch kept {
    case .float32(let numbers): append(numbers)
    case .float64(let numbers): append(numbers)
    case nil: break
    }
  }
}

extension MessageDecoder {
  /// Reads a record as it is written, without numbers beside it.
  package mutating func record() throws(MessagePassingError) -> CheckpointRecord {
    CheckpointRecord(
      checkpoint: try integer(), step: try integer(), values: try doubles())
  }

  /// Reads the numbers that are kept beside a record; nil where there are none.
  package mutating func kept() throws(MessagePassingError) -> KeptNumbers? {
    let start = offset
    switch try integer(UInt8.self) {
    case 0: return nil
    case 4: return .float32(try singles())
    case 8: return .float64(try doubles())
    case let size: throw .invalid(reading: "kept numbers", found: "size \(size)", offset: start)
    }
  }
}
