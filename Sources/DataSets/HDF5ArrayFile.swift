import HDF5
import Platform

/// An HDF5 file, in any version of the format, whose datasets are arrays.
struct HDF5ArrayFile: ArrayFile, ~Copyable {
  let path: String
  let names: [String]
  private let file: File

  init(_ path: String) throws(DataSetError) {
    do {
      let file = try File(path, .readAnyFormat)
      names = try file.memberNames()
      self.file = file
    } catch {
      guard error.reason.contains("signature") else {
        throw .unreadable(path: path, reason: error.reason)
      }
      throw .malformed(
        path: path, found: "a file in another format", expected: ArrayFormat.expected)
    }
    self.path = path
  }

  func array(_ name: String) throws(DataSetError) -> NumberArray {
    let (kind, shape) = try reading { (file) throws(HDF5Error) in
      let dataset = try file.dataset(name)
      return (try dataset.kind(), try dataset.shape())
    }
    guard kind == .integer || kind == .real else {
      throw .malformed(
        path: path, found: "\(name) of \(kind == .text ? "texts" : "compounds or references")",
        expected: "whole or real numbers")
    }
    let isWhole = kind == .integer
    let elements: NumberArray.Elements
    if let mapped = try mapped(name, shape) {
      elements = mapped
    } else {
      elements = try held(name, isWhole: isWhole, shape)
    }
    return NumberArray(name: name, shape: shape, isWhole: isWhole, elements: elements)
  }

  /// The numbers where they lie in the file; nil where they are in pieces, compressed, or of a type that has to be
  /// converted.
  private func mapped(
    _ name: String, _ shape: [Int]
  ) throws(DataSetError) -> NumberArray.Elements? {
    let (offset, type) = try reading { (file) throws(HDF5Error) in
      let dataset = try file.dataset(name)
      let types: [ElementType] = [.uint8, .float32, .float64]
      var found: ElementType?
      for type in types where try dataset.holds(type) { found = type }
      return (try dataset.offset(), found)
    }
    guard let offset, let type, let count = product(shape), let map = MappedFile(path) else {
      return nil
    }
    switch type {
    case .uint8 where map.holds(UInt8.self, count, at: offset):
      return .bytes(.mapped(map, offset: offset, count: count))
    case .float32 where map.holds(Float.self, count, at: offset):
      return .singles(.mapped(map, offset: offset, count: count))
    case .float64 where map.holds(Double.self, count, at: offset):
      return .doubles(.mapped(map, offset: offset, count: count))
    default: return nil
    }
  }

  private func held(
    _ name: String, isWhole: Bool, _ shape: [Int]
  ) throws(DataSetError) -> NumberArray.Elements {
    let (size, isByte) = try reading { (file) throws(HDF5Error) in
      let dataset = try file.dataset(name)
      return (try dataset.elementSize(), try dataset.holds(.uint8))
    }
    let isSingle = size <= (isWhole ? 2 : 4)
    let bytes = product(shape + [isByte ? 1 : isSingle ? 4 : 8])
    try requireHoldable(name, bytes: bytes ?? .max)
    return try reading { (file) throws(HDF5Error) in
      let dataset = try file.dataset(name)
      if isByte { return .bytes(.held(try dataset.read())) }
      return isSingle
        ? .singles(.held(try dataset.read())) : .doubles(.held(try dataset.read()))
    }
  }

  private func reading<Result>(
    _ body: (borrowing File) throws(HDF5Error) -> Result
  ) throws(DataSetError) -> Result {
    do { return try body(file) } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }
}

/// Nil where it is larger than any number of bytes.
func product(_ factors: [Int]) -> Int? {
  var result = 1
  for factor in factors {
    let (product, overflow) = result.multipliedReportingOverflow(by: factor)
    guard !overflow else { return nil }
    result = product
  }
  return result
}
