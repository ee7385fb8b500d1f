import Platform

/// A file of arrays as `safetensors.torch.save_file` writes it: the length of a header in eight bytes, little-endian,
/// the header, the numbers.
struct SafetensorsFile: ArrayFile {
  /// Bytes of a header at most, as in the library itself.
  static let largestHeader = 100_000_000

  let path: String
  let names: [String]
  let metadata: [String: String]
  private let entries: [String: SafetensorsHeader.Entry]
  private let file: MappedFile
  /// Where the numbers begin.
  private let start: Int

  init(_ path: String) throws(DataSetError) {
    guard let file = MappedFile(path) else {
      throw .unreadable(path: path, reason: "it cannot be mapped into memory")
    }
    let bytes = try Self.header(of: file, path)
    let header: SafetensorsHeader
    do throws(SafetensorsHeader.Fault) { header = try SafetensorsHeader(bytes) } catch {
      throw .malformed(path: path, found: error.found, expected: Self.expected)
    }
    self.path = path
    self.file = file
    start = 8 + bytes.count
    names = header.entries.map(\.name)
    metadata = header.metadata
    entries = Dictionary(header.entries.map { ($0.name, $0) }) { first, _ in first }
    try requirePlaces(header.entries)
  }

  private static let expected = "a file as safetensors.torch.save_file writes it"

  private static func header(of file: MappedFile, _ path: String) throws(DataSetError) -> [UInt8] {
    guard file.holds(UInt8.self, 8, at: 0) else {
      throw .malformed(path: path, found: "\(file.count) bytes", expected: expected)
    }
    let length = file.withNumbers(UInt8.self, 8, at: 0) { bytes in
      (0..<8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[$1]) }
    }
    guard length <= largestHeader, file.holds(UInt8.self, Int(length), at: 8) else {
      throw .malformed(
        path: path, found: "a header of \(length) bytes in a file of \(file.count)",
        expected: "a header that lies in the file, of at most \(largestHeader) bytes")
    }
    return file.withNumbers(UInt8.self, Int(length), at: 8) { bytes in
      bytes.indices.map { bytes[$0] }
    }
  }

  /// Makes sure that each array lies in the file, takes as many bytes as its shape, and shares none with another.
  private func requirePlaces(_ entries: [SafetensorsHeader.Entry]) throws(DataSetError) {
    for entry in entries {
      let (begin, end) = (entry.offsets[0], entry.offsets[1])
      guard begin <= end, end <= file.count - start else {
        throw .malformed(
          path: path, found: "\(entry.name) at bytes \(begin) to \(end) of \(file.count - start)",
          expected: "an array that lies in the file")
      }
      // What is of another type is no fault of the file; its size is not known here.
      guard let type = NumberType(rawValue: entry.type) else { continue }
      guard product(entry.shape + [type.size]) == end - begin else {
        throw .malformed(
          path: path, found: "\(end - begin) bytes of \(entry.name)",
          expected: "as many as \(entry.shape) numbers of \(type.size) bytes take")
      }
    }
    let sorted = entries.filter { $0.offsets[0] < $0.offsets[1] }
      .sorted { ($0.offsets[0], $0.offsets[1]) < ($1.offsets[0], $1.offsets[1]) }
    for (one, next) in zip(sorted, sorted.dropFirst()) where next.offsets[0] < one.offsets[1] {
      throw .malformed(
        path: path, found: "\(one.name) and \(next.name) in the same bytes",
        expected: "arrays that share none")
    }
  }

  func array(_ name: String) throws(DataSetError) -> NumberArray {
    guard let entry = entries[name] else {
      throw .malformed(path: path, found: "no \(name)", expected: "an array of this name")
    }
    guard let type = NumberType(rawValue: entry.type) else {
      throw .malformed(
        path: path, found: "\(name) of type \(entry.type)",
        expected: NumberType.allCases.map(\.rawValue).joined(separator: ", "))
    }
    let size = entry.offsets[1] - entry.offsets[0]
    return NumberArray(
      name: name, shape: entry.shape, isWhole: type.isWhole,
      elements: try elements(type, name, at: start + entry.offsets[0], count: size / type.size))
  }

  private func elements(
    _ type: NumberType, _ name: String, at offset: Int, count: Int
  ) throws(DataSetError) -> NumberArray.Elements {
    switch type {
    case .float32: return .singles(.mapped(file, offset: offset, count: count))
    case .float64: return .doubles(.mapped(file, offset: offset, count: count))
    case .uint8, .boolean: return .bytes(.mapped(file, offset: offset, count: count))
    case .float16:
      return .singles(.held(read(UInt16.self, offset, count) { Float(Float16(bitPattern: $0)) }))
    case .bfloat16:
      return .singles(
        .held(read(UInt16.self, offset, count) { Float(bitPattern: UInt32($0) << 16) }))
    case .int8: return .singles(.held(read(Int8.self, offset, count) { Float($0) }))
    case .int16: return .singles(.held(read(Int16.self, offset, count) { Float($0) }))
    case .uint16: return .singles(.held(read(UInt16.self, offset, count) { Float($0) }))
    case .int32: return .doubles(.held(read(Int32.self, offset, count) { Double($0) }))
    case .uint32: return .doubles(.held(read(UInt32.self, offset, count) { Double($0) }))
    case .int64: return .doubles(.held(read(Int64.self, offset, count) { Double($0) }))
    case .uint64: return .doubles(.held(read(UInt64.self, offset, count) { Double($0) }))
    }
  }

  private func read<Stored: BitwiseCopyable, Number>(
    _ type: Stored.Type, _ offset: Int, _ count: Int, _ convert: (Stored) -> Number
  ) -> [Number] {
    file.withNumbers(type, count, at: offset) { stored in
      stored.indices.map { convert(stored[$0]) }
    }
  }
}

/// The types of numbers that are read, by their names in the format.
private enum NumberType: String, CaseIterable {
  case float16 = "F16"
  case bfloat16 = "BF16"
  case float32 = "F32"
  case float64 = "F64"
  case boolean = "BOOL"
  case int8 = "I8"
  case uint8 = "U8"
  case int16 = "I16"
  case uint16 = "U16"
  case int32 = "I32"
  case uint32 = "U32"
  case int64 = "I64"
  case uint64 = "U64"

  /// Bytes.
  var size: Int {
    switch self {
    case .boolean, .int8, .uint8: 1
    case .float16, .bfloat16, .int16, .uint16: 2
    case .float32, .int32, .uint32: 4
    case .float64, .int64, .uint64: 8
    }
  }

  var isWhole: Bool {
    switch self {
    case .float16, .bfloat16, .float32, .float64: false
    default: true
    }
  }
}
