package import HDF5

/// A type of number that files of arrays are written in.
package protocol StoredNumber: Element, BinaryFloatingPoint {
  /// Its name in safetensors.
  static var safetensorsName: String { get }
  /// Its name in .npy, little-endian.
  static var npyName: String { get }
  /// Its bits, the sign in the highest that it has.
  var bits: UInt64 { get }
}

extension Float: StoredNumber {
  package static var safetensorsName: String { "F32" }
  package static var npyName: String { "<f4" }
  package var bits: UInt64 { UInt64(bitPattern) }
}

extension Double: StoredNumber {
  package static var safetensorsName: String { "F64" }
  package static var npyName: String { "<f8" }
  package var bits: UInt64 { bitPattern }
}

/// A named array that is to be written to a file, row-major.
package struct NewArray<Number: StoredNumber>: Sendable {
  package let name: String
  /// Slowest first; empty for a single number.
  package let shape: [Int]
  package let numbers: [Number]

  /// - Precondition: The name consists of ASCII letters, digits, `_` and `.`, as PyTorch's do, and there are as many
  ///   numbers as the shape has places.
  package init(_ name: String, shape: [Int], _ numbers: [Number]) {
    precondition(Self.isName(name), "\(name) is no name of an array")
    precondition(
      shape.reduce(1, *) == numbers.count, "\(numbers.count) numbers for \(shape) of \(name)")
    self.name = name
    self.shape = shape
    self.numbers = numbers
  }

  /// Whether an array can have this name.
  package static func isName(_ name: String) -> Bool {
    !name.isEmpty
      && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_.".contains($0)) }
  }

  /// Bytes of all numbers.
  var size: Int { numbers.count * Number.elementType.size }

  /// Appends the numbers' bytes, little-endian.
  func append(to bytes: inout [UInt8]) {
    for number in numbers { bytes.append(number.bits, size: Number.elementType.size) }
  }
}

extension [UInt8] {
  /// Appends the lowest `size` bytes of `number`, the lowest first.
  mutating func append(_ number: UInt64, size: Int) {
    for i in 0..<size { append(UInt8(truncatingIfNeeded: number >> (8 * UInt64(i)))) }
  }
}
