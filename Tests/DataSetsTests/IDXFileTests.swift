@testable import DataSets
import TestSupport
import Testing

@Test func `elements and dimensions are read, in gzip or not`() throws {
  let folder = try DataFolder()
  let bytes = idx([2, 3], [1, 2, 3, 4, 5, 255])
  for path in [try folder.write(bytes, as: "plain"), folder.compress(bytes, as: "packed.gz")] {
    let file = try IDXFile(path: path)
    #expect(file.elementType == .uint8)
    #expect(file.dimensions == [2, 3])
    #expect(file.bytes == [1, 2, 3, 4, 5, 255])
  }
}

@Test func `longer elements are counted in bytes`() throws {
  let folder = try DataFolder()
  let path = try folder.write(
    idx(type: 0x0D, [2], [0x3F, 0x80, 0, 0, 0x40, 0, 0, 0]), as: "floats")
  let file = try IDXFile(path: path)
  #expect(file.elementType == .float)
  #expect(file.bytes.count == 8)
}

@Test(
  arguments: [
    ([], "first bytes "),
    ([0, 0, 8], "first bytes 00 00 08"),
    ([0x50, 0x4B, 3, 4, 5], "first bytes 50 4b 03 04"),
    ([0, 0, 7, 1, 0, 0, 0, 0], "first bytes 00 00 07 01"),
    ([0, 0, 8, 0], "first bytes 00 00 08 00"),
    ([0, 0, 8, 2, 0, 0, 0, 1], "an end inside the header"),
    (idx([2, 2], [1, 2, 3]), "3 bytes of elements"),
    (idx([2], [1, 2, 3]), "more bytes after the last element"),
    (idx([0xFFFF_FFFF, 0xFFFF_FFFF], [1]), "a header of 4294967295 × 4294967295 elements"),
    (idx([0xFFFF_FFFF], [1]), "a header of 4294967295 elements"),
    (idx([0x4000_0000], [1]), "1 bytes of elements"),
  ] as [([UInt8], String)])
func `a broken file is described by what was found`(_ bytes: [UInt8], _ words: String) throws {
  let folder = try DataFolder()
  let path = try folder.write(bytes, as: "broken")
  let error = #expect(throws: DataSetError.self) { try IDXFile(path: path) }
  guard case .malformed(path, let found, _)? = error else {
    Issue.record("\(String(describing: error))")
    return
  }
  #expect(found == words)
}

@Test func `a truncated gzip is told from a short array`() throws {
  let folder = try DataFolder()
  let elements = (0..<5000).map { UInt8($0 * $0 % 251) }
  folder.compress(idx([5000], elements), as: "whole.gz")
  let packed = try folder.read("whole.gz")
  let path = try folder.write(Array(packed.prefix(packed.count / 2)), as: "half.gz")
  let expected = DataSetError.unreadable(path: path, reason: "its compressed data ends too early")
  #expect(throws: expected) { try IDXFile(path: path) }
}

@Test func `a flipped bit in a gzip is found`() throws {
  let folder = try DataFolder()
  folder.compress(idx([5000], .init(repeating: 7, count: 5000)), as: "whole.gz")
  var packed = try folder.read("whole.gz")
  packed[packed.count - 6] ^= 1  // Within the checksum.
  let path = try folder.write(packed, as: "flipped.gz")
  let error = #expect(throws: DataSetError.self) { try IDXFile(path: path) }
  #expect("\(try #require(error))".hasPrefix("cannot read \(path): "))
}

@Test func `a missing file and a folder in its place are unreadable`() throws {
  let folder = try DataFolder()
  let none = "\(folder.path)/none"
  #expect(throws: DataSetError.unreadable(path: none, reason: "No such file or directory")) {
    try IDXFile(path: none)
  }
  #expect(throws: DataSetError.unreadable(path: folder.path, reason: "Is a directory")) {
    try IDXFile(path: folder.path)
  }
}
