import Foundation
import Platform
import TestSupport
import Testing

@Suite struct MappedFileTests {
  @Test func `numbers are read wherever they lie`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/numbers"
      // Three bytes, then 1, 2, 3 in little-endian double precision.
      let numbers = [1.0, 2, 3].flatMap { number in
        (0..<8).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * UInt64($0))) }
      }
      try Data([7, 8, 9] + numbers).write(to: URL(fileURLWithPath: path))
      let file = try #require(MappedFile(path))
      #expect(file.count == 27)
      let found = file.withNumbers(Double.self, 3, at: 3) { numbers in
        numbers.indices.map { numbers[$0] }
      }
      #expect(found == [1, 2, 3])
      let bytes = file.withNumbers(UInt8.self, 2, at: 1) { bytes in bytes.indices.map { bytes[$0] }
      }
      #expect(bytes == [8, 9])
    }
  }

  @Test func `what lies beyond the end is not held`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/numbers"
      try Data(count: 16).write(to: URL(fileURLWithPath: path))
      let file = try #require(MappedFile(path))
      #expect(file.holds(Double.self, 2, at: 0) && !file.holds(Double.self, 2, at: 1))
      #expect(!file.holds(UInt8.self, 1, at: 16) && file.holds(UInt8.self, 0, at: 16))
      #expect(!file.holds(Double.self, .max, at: 0) && !file.holds(UInt8.self, 1, at: .max))
      #expect(!file.holds(UInt8.self, -1, at: 0) && !file.holds(UInt8.self, 1, at: -1))
    }
  }

  @Test func `an empty file and none cannot be mapped`() throws {
    try withTemporaryDirectory { folder in
      try Data().write(to: URL(fileURLWithPath: "\(folder)/empty"))
      #expect(MappedFile("\(folder)/empty") == nil)
      #expect(MappedFile("\(folder)/none") == nil)
    }
  }

  /// Python: `zlib.compressobj(9, zlib.DEFLATED, -15)` on 300 times `a` and a `b`.
  private let packed: [UInt8] = [75, 76, 28, 5, 196, 130, 36, 0]

  @Test func `what zlib has deflated is inflated, of its very size`() {
    let whole = [UInt8](repeating: 97, count: 300) + [98]
    #expect(inflated(packed.span, count: 301) == whole)
    #expect(inflated(packed.span, count: 300) == nil)
    #expect(inflated(packed.span, count: 302) == nil)
    #expect(inflated(packed.span.extracting(first: 5), count: 301) == nil)
    // A claim of a gigabyte.
    #expect(inflated(packed.span, count: 1 << 30) == nil)
  }
}
