/// A zip file of arrays, as `numpy.savez` and `numpy.savez_compressed` write it.
struct NPZFile: ArrayFile {
  let path: String
  let names: [String]
  private let archive: ZipArchive

  init(_ path: String) throws(DataSetError) {
    archive = try ZipArchive(path: path)
    self.path = path
    names = archive.members.compactMap { Self.name(of: $0) }
  }

  /// `inputs` of the member `inputs.npy`; nil of other members.
  private static func name(of member: ZipArchive.Member) -> String? {
    member.name.hasSuffix(".npy") ? String(member.name.dropLast(4)) : nil
  }

  func array(_ name: String) throws(DataSetError) -> NumberArray {
    guard let member = archive.members.first(where: { Self.name(of: $0) == name }) else {
      throw .malformed(path: path, found: "no \(name)", expected: "an array of this name")
    }
    try requireHoldable(name, bytes: member.size)
    return try Self.array(try archive.contents(of: member), name: name, path: path)
  }

  /// The array that the bytes of a whole .npy file are.
  static func array(
    _ bytes: [UInt8], name: String, path: String
  ) throws(DataSetError) -> NumberArray {
    let header = try NPYHeader(bytes, name: name, path: path)
    guard let count = product(header.shape),
      bytes.count - header.count == product([count, header.kind.size])
    else {
      throw .malformed(
        path: path, found: "\(bytes.count - header.count) bytes of \(name)",
        expected: "as many as \(header.shape) numbers of \(header.kind.size) bytes take")
    }
    return NumberArray(
      name: name, shape: header.shape, isWhole: header.kind.isWhole,
      elements: elements(bytes, header, count: count))
  }

  private static func elements(
    _ bytes: [UInt8], _ header: NPYHeader, count: Int
  ) -> NumberArray.Elements {
    let order = header.isColumnMajor ? rowMajorOrder(header.shape, count: count) : nil
    func numbers<Number>(_ number: (UInt64) -> Number) -> NumberArray.Numbers<Number> {
      let size = header.kind.size
      return .held(
        (0..<count).map { place in
          let start = header.count + (order.map { $0[place] } ?? place) * size
          var bits: UInt64 = 0
          for i in 0..<size {
            bits = bits << 8 | UInt64(bytes[start + (header.kind.isBigEndian ? i : size - 1 - i)])
          }
          return number(bits)
        })
    }
    if header.kind.size == 1, header.kind.letter != "i" { return .bytes(numbers { UInt8($0) }) }
    let kind = header.kind
    return kind.isSingle
      ? .singles(numbers { Float(kind.number($0)) }) : .doubles(numbers { kind.number($0) })
  }

  /// Where each number of a row-major array stands in a column-major one.
  private static func rowMajorOrder(_ shape: [Int], count: Int) -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    for i in shape.indices.dropFirst() { strides[i] = strides[i - 1] * shape[i - 1] }
    return (0..<count).map { place in
      var (rest, source) = (place, 0)
      for i in shape.indices.reversed() {
        source += rest % shape[i] * strides[i]
        rest /= shape[i]
      }
      return source
    }
  }
}

extension NPYHeader.Kind {
  /// The number of these bits; whole numbers beyond 2^53 are rounded.
  fileprivate func number(_ bits: UInt64) -> Double {
    switch (letter, size) {
    case ("f", 2): Double(Float16(bitPattern: UInt16(bits)))
    case ("f", 4): Double(Float(bitPattern: UInt32(bits)))
    case ("f", _): Double(bitPattern: bits)
    case ("i", 1): Double(Int8(bitPattern: UInt8(bits)))
    case ("i", 2): Double(Int16(bitPattern: UInt16(bits)))
    case ("i", 4): Double(Int32(bitPattern: UInt32(bits)))
    case ("i", _): Double(Int64(bitPattern: bits))
    default: Double(bits)
    }
  }
}
