@testable import DataSets
import Foundation
import TestSupport
import Testing

/// Files of safetensors that lie about themselves: each is told by what was found and what would be right, and none traps or
/// takes memory for what it claims.
@Suite struct BrokenSafetensorsTests {
  struct Broken: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let message: String
    /// All bytes of the file.
    let bytes: [UInt8]

    init(_ name: String, _ message: String, bytes: [UInt8]) {
      (testDescription, self.message, self.bytes) = (name, message, bytes)
    }

    /// A file of this header, and `count` zeros after it.
    init(_ name: String, _ message: String, _ header: String, count: Int = 8) {
      self.init(name, message, bytes: file(header, [UInt8](repeating: 0, count: count)))
    }
  }

  private static let form = ", expected a file as safetensors.torch.save_file writes it"
  private static let place = ", expected a header that lies in the file, of at most 100000000 bytes"

  private static func entry(
    _ name: String = "w", _ type: String = "F32", _ shape: String = "[2]",
    _ offsets: String = "[0,8]"
  ) -> String {
    #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}"#
  }

  static let files: [Broken] = [
    Broken("four bytes", "found 4 bytes\(form)", bytes: [1, 0, 0, 0]),
    Broken(
      "nothing but a length", "found a header of 2 bytes in a file of 8\(place)",
      bytes: [2, 0, 0, 0, 0, 0, 0, 0]),
    Broken(
      "a header longer than the file", "found a header of 64 bytes in a file of 10\(place)",
      bytes: [64, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x7D]),
    Broken(
      "a header of the largest number of bytes",
      "found a header of 18446744073709551615 bytes in a file of 10\(place)",
      bytes: [UInt8](repeating: 255, count: 8) + [0x7B, 0x7D]),
    Broken(
      "no JSON", "found a header that is no JSON of this form at byte 0\(form)", "weights"),
    Broken(
      "a header that ends early", "found a header that is no JSON of this form at byte 5\(form)",
      #"{"w":"#),
    Broken(
      "a text that ends early", "found a header that is no JSON of this form at byte 3\(form)",
      #"{"w"#),
    Broken(
      "an escape that ends early", "found a header that is no JSON of this form at byte 3\(form)",
      "{\"\\"),
    Broken(
      "half a pair of surrogates", "found a header that is no JSON of this form at byte 8\(form)",
      #"{"\ud800":1}"#),
    Broken(
      "a list for an array", "found a header that is no JSON of this form at byte 5\(form)",
      #"{"w":[1]}"#),
    Broken("more after the header", "found more after the end of its header's JSON\(form)", "{}{}"),
    Broken("a name twice", "found the name w twice\(form)", "{\(entry()),\(entry())}"),
    Broken(
      "the same name, once escaped", "found the name w twice\(form)",
      "{\(entry()),\(entry("\\u0077"))}"),
    Broken(
      "no type", "found w without dtype, shape and two data_offsets\(form)",
      #"{"w":{"shape":[2],"data_offsets":[0,8]}}"#),
    Broken(
      "one offset", "found w without dtype, shape and two data_offsets\(form)",
      "{\(entry("w", "F32", "[2]", "[8]"))}"),
    Broken(
      "something unknown about an array", "found stride of w\(form)", #"{"w":{"stride":[2]}}"#),
    Broken(
      "a negative extent", "found -2 in shape of w\(form)", "{\(entry("w", "F32", "[-2]"))}"),
    Broken(
      "a broken extent", "found 2.5 in shape of w\(form)", "{\(entry("w", "F32", "[2.5]"))}"),
    Broken(
      "an extent that no number holds", "found 99999999999999999999 in shape of w\(form)",
      "{\(entry("w", "F32", "[99999999999999999999]"))}"),
    Broken(
      "a negative offset", "found -8 in data_offsets of w\(form)",
      "{\(entry("w", "F32", "[2]", "[-8,0]"))}"),
    Broken(
      "an end before its begin",
      "found w at bytes 8 to 0 of 8, expected an array that lies in the file",
      "{\(entry("w", "F32", "[2]", "[8,0]"))}"),
    Broken(
      "an end behind the file",
      "found w at bytes 8 to 16 of 8, expected an array that lies in the file",
      "{\(entry("w", "F32", "[2]", "[8,16]"))}"),
    Broken(
      "a file that was cut short",
      "found w at bytes 0 to 8 of 7, expected an array that lies in the file", "{\(entry())}",
      count: 7),
    Broken(
      "the largest offset",
      "found w at bytes 0 to \(Int.max) of 8, expected an array that lies in the file",
      "{\(entry("w", "F32", "[2]", "[0,\(Int.max)]"))}"),
    Broken(
      "a shape for other bytes",
      "found 8 bytes of w, expected as many as [3] numbers of 4 bytes take",
      "{\(entry("w", "F32", "[3]"))}"),
    Broken(
      "a shape whose product overflows",
      "found 8 bytes of w, expected as many as [\(Int.max), 2] numbers of 4 bytes take",
      "{\(entry("w", "F32", "[\(Int.max),2]"))}"),
    Broken(
      "the same bytes twice",
      "found v and w in the same bytes, expected arrays that share none",
      "{\(entry("w", "F32", "[2]", "[4,12]")),\(entry("v"))}", count: 12),
  ]

  @Test(arguments: files)
  func `a broken file is answered with what was found`(_ broken: Broken) throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.safetensors"
      try Data(broken.bytes).write(to: URL(fileURLWithPath: path))
      #expect(throws: DataSetError.self) {
        do throws(DataSetError) { _ = try PythonArrays(safetensors: path) } catch {
          #expect(error.description == "\(path): \(broken.message)")
          throw error
        }
      }
    }
  }

  @Test func `a type that is not read is named, and those that are`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.safetensors"
      let header =
        "{\(Self.entry("w", "F8_E4M3", "[8]")),\(Self.entry("v", "F32", "[1]", "[8,12]"))}"
      try Data(file(header, [UInt8](repeating: 0, count: 12))).write(to: URL(fileURLWithPath: path))
      let arrays = try PythonArrays(safetensors: path)
      #expect(try arrays.array("v").numbers() == [0])
      #expect(
        throws: DataSetError.malformed(
          path: path, found: "w of type F8_E4M3",
          expected: "F16, BF16, F32, F64, BOOL, I8, U8, I16, U16, I32, U32, I64, U64")
      ) { try arrays.array("w") }
    }
  }
}

/// A safetensors file of this header and these bytes of numbers.
private func file(_ header: String, _ numbers: [UInt8]) -> [UInt8] {
  let length = UInt64(header.utf8.count)
  return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array(header.utf8)
    + numbers
}

@Suite struct SafetensorsTests {
  /// What each type holds: 1.5 and −2, or 1 and 2 where it is whole.
  @Test(
    arguments: [
      ("F16", [0x00, 0x3E, 0x00, 0xC0], [1.5, -2]), ("BF16", [0xC0, 0x3F, 0x00, 0xC0], [1.5, -2]),
      ("F32", [0, 0, 0xC0, 0x3F, 0, 0, 0, 0xC0], [1.5, -2]),
      ("F64", [0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0xC0], [1.5, -2]),
      ("I8", [1, 0xFE], [1, -2]), ("U8", [1, 0xFE], [1, 254]), ("BOOL", [1, 0], [1, 0]),
      ("I16", [1, 0, 0xFE, 0xFF], [1, -2]), ("U16", [1, 0, 2, 1], [1, 258]),
      ("I32", [1, 0, 0, 0, 0xFE, 0xFF, 0xFF, 0xFF], [1, -2]),
      ("I64", [1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0], [1, 2]),
    ] as [(String, [UInt8], [Double])])
  func `numbers are read as their type says, wherever they lie`(
    _ type: String, _ bytes: [UInt8], _ numbers: [Double]
  ) throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.safetensors"
      // A byte before them, so that they are not aligned.
      let header =
        #"{"__metadata__":{"cell":"gru","a\nb":""},"é.x":{"dtype":"\#(type)","shape":[2,1],"#
        + #""data_offsets":[1,\#(bytes.count + 1)]}}  "#
      try Data(file(header, [7] + bytes)).write(to: URL(fileURLWithPath: path))
      let arrays = try PythonArrays(safetensors: path)
      #expect(arrays.names == ["é.x"] && arrays.metadata == ["cell": "gru", "a\nb": ""])
      let array = try arrays.array("é.x")
      #expect(array.shape == [2, 1] && array.numbers() == numbers)
    }
  }
}
