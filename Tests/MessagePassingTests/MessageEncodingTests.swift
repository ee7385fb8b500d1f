import MessagePassing
import Testing

/// One value of each kind.
private func sample() -> MessageEncoder {
  var message = MessageEncoder()
  message.append(UInt8(7))
  message.append(UInt32(0x0102_0304))
  message.append(-3)
  message.append(-0.5)
  message.append("γ(x; n, s)")
  message.append([1, 2, 3] as [UInt8])
  message.append([1.5, .infinity, -0.0])
  return message
}

@Test func `what is written is read back in the same order`() throws {
  var reader = MessageDecoder(sample().bytes)
  #expect(try reader.integer(UInt8.self) == 7)
  #expect(try reader.integer(UInt32.self) == 0x0102_0304)
  #expect(try reader.integer(Int.self) == -3)
  #expect(try reader.double() == -0.5)
  #expect(try reader.text() == "γ(x; n, s)")
  #expect(try reader.byteList() == [1, 2, 3])
  let values = try reader.doubles()
  #expect(values.map(\.bitPattern) == [1.5, .infinity, -0.0].map(\.bitPattern))
  #expect(reader.isAtEnd)
}

@Test func `numbers are little-endian and lists carry a 32-bit count`() {
  var message = MessageEncoder()
  message.append(UInt32(0x0102_0304))
  message.append([9, 8] as [UInt8])
  message.append(1.0)
  #expect(message.bytes == [4, 3, 2, 1, 2, 0, 0, 0, 9, 8, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F])
}

@Test func `not-a-number keeps its bits`() throws {
  let pattern: UInt64 = 0x7FF8_0000_DEAD_BEEF
  var message = MessageEncoder()
  message.append([Double(bitPattern: pattern)])
  var reader = MessageDecoder(message.bytes)
  #expect(try reader.doubles().map(\.bitPattern) == [pattern])
}

@Test func `a message cut anywhere is an error and never a trap`() {
  let whole = sample().bytes
  for length in 0..<whole.count {
    #expect(throws: MessagePassingError.self) {
      var reader = MessageDecoder(Array(whole.prefix(length)))
      _ = try reader.integer(UInt8.self)
      _ = try reader.integer(UInt32.self)
      _ = try reader.integer(Int.self)
      _ = try reader.double()
      _ = try reader.text()
      _ = try reader.byteList()
      _ = try reader.doubles()
    }
  }
}

@Test func `a count that the message cannot hold claims no memory`() {
  var reader = MessageDecoder([0xFF, 0xFF, 0xFF, 0xFF])
  #expect(
    throws: MessagePassingError.truncated(
      reading: "a list of 4294967295 numbers", needed: 34_359_738_360, offset: 4, count: 4)
  ) { _ = try reader.doubles() }
  var items = MessageDecoder([0xFF, 0xFF, 0xFF, 0x7F, 0, 0])
  #expect(throws: MessagePassingError.self) { _ = try items.count(ofItemsOfAtLeast: 8) }
}

@Test func `bytes that are no text are an error`() {
  var reader = MessageDecoder([2, 0, 0, 0, 0xC3, 0x28])
  #expect(
    throws: MessagePassingError.invalid(reading: "UTF-8 text", found: "other bytes", offset: 4)
  ) { _ = try reader.text() }
}

@Test func `an error says what was read where and how long the message is`() {
  let error = MessagePassingError.truncated(reading: "a text", needed: 9, offset: 4, count: 6)
  #expect(
    error.description == "a message of 6 bytes ends inside a text: it needs 9 bytes from byte 4")
}
