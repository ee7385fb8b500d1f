/// An array in the IDX format of LeCun's MNIST pages, in gzip or not.
///
/// The format: two zero bytes, a code for the element type, the number of dimensions, each dimension as a big-endian
/// 32-bit number, then the elements, row-major and big-endian.
struct IDXFile: Hashable, Sendable {
  enum ElementType: UInt8, Sendable {
    case uint8 = 0x08
    case int8 = 0x09
    case int16 = 0x0B
    case int32 = 0x0C
    case float = 0x0D
    case double = 0x0E

    /// How many bytes an element takes.
    var size: Int {
      switch self {
      case .uint8, .int8: 1
      case .int16: 2
      case .int32, .float: 4
      case .double: 8
      }
    }
  }

  let path: String
  let elementType: ElementType
  /// The extent along each dimension, the slowest first.
  let dimensions: [Int]
  /// The elements as they stand in the file; big-endian where they are longer than a byte.
  let bytes: [UInt8]

  /// Reads all of the file at `path`.
  ///
  /// - Throws: `DataSetError.unreadable`, or `.malformed` where there is no such header, or the number of elements
  ///   differs from what it says.
  init(path: String) throws(DataSetError) {
    var file = try CompressedFile(path)
    let (elementType, rank) = try Self.readMagic(&file)
    let dimensions = try Self.readDimensions(&file, rank: rank)
    let count = try Self.byteCount(dimensions, of: elementType, path: path)
    let bytes = try file.read(count)
    guard bytes.count == count else {
      throw .malformed(
        path: path, found: "\(bytes.count) bytes of elements",
        expected: "\(count), for \(Self.shape(dimensions)) as its header says")
    }
    guard try file.read(1).isEmpty else {
      throw .malformed(
        path: path, found: "more bytes after the last element",
        expected: "\(count) bytes, for \(Self.shape(dimensions)) as its header says")
    }
    self.path = path
    self.elementType = elementType
    self.dimensions = dimensions
    self.bytes = bytes
  }

  /// The dimensions as an error message writes them: `60000 × 28 × 28`.
  static func shape(_ dimensions: [Int]) -> String {
    dimensions.map(String.init).joined(separator: " × ")
  }

  private static func readMagic(
    _ file: inout CompressedFile
  ) throws(DataSetError) -> (ElementType, rank: Int) {
    let magic = try file.read(4)
    guard magic.count == 4, magic[0] == 0, magic[1] == 0, magic[3] > 0,
      let elementType = ElementType(rawValue: magic[2])
    else {
      let found = magic.map { byte in
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
      }
      throw .malformed(
        path: file.path, found: "first bytes \(found.joined(separator: " "))",
        expected: "00 00, an IDX element type (08, 09, 0b … 0e) and a number of dimensions")
    }
    return (elementType, rank: Int(magic[3]))
  }

  private static func readDimensions(
    _ file: inout CompressedFile, rank: Int
  ) throws(DataSetError) -> [Int] {
    let bytes = try file.read(4 * rank)
    guard bytes.count == 4 * rank else {
      throw .malformed(
        path: file.path, found: "an end inside the header",
        expected: "\(rank) dimensions of 4 bytes")
    }
    return stride(from: 0, to: bytes.count, by: 4).map { start in
      bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
    }
  }

  private static func byteCount(
    _ dimensions: [Int], of elementType: ElementType, path: String
  ) throws(DataSetError) -> Int {
    var count = elementType.size
    for dimension in dimensions {
      let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
      guard !overflow, product <= CompressedFile.largestCount else {
        throw .malformed(
          path: path, found: "a header of \(shape(dimensions)) elements",
          expected: "at most \(CompressedFile.largestCount >> 20) MiB of them")
      }
      count = product
    }
    return count
  }
}
