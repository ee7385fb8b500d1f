import HDF5

/// A variable of a results file, as it is made: its dataset, the names of its dimensions, how it
/// explains itself, and what it holds from the start.
struct Variable {
  enum AttributeValue: Equatable {
    case text(String)
    case int8([Int8])
    case int32([Int32])
    case int64([Int64])
    case real([Double])
  }

  enum Content {
    /// The fill value, or zeros where whole numbers have none of their own.
    case none
    case int8([Int8])
    case int32([Int32])
    case int64([Int64])
    case uint64([UInt64])
    case real([Double])
    case text(String)
  }

  var dataset: DatasetDescription
  /// Names of its dimensions; of a dimension's scale, its own name.
  var dimensions: [String]
  var attributes: [(name: String, value: AttributeValue)] = []
  var content = Content.none

  /// Whether it is a dimension's scale.
  var isScale: Bool { dimensions == [dataset.name] }

  /// Bytes of its data.
  var byteCount: Double { dataset.shape.reduce(Double(dataset.type.size)) { $0 * Double($1) } }

  /// Makes it in `file`, with all but its scales.
  func create(in file: borrowing File) throws(HDF5Error) {
    var dataset = dataset
    let standard = dataset.fill == .zero ? dataset.type.missingNumber : nil
    if let standard { dataset.fill = standard }
    let made = try file.create(dataset)
    for attribute in attributes { try attribute.value.set(attribute.name, on: made) }
    switch content {
    case .none: if standard != nil { try made.writeZeros(count: dataset.shape.reduce(1, *)) }
    case .int8(let values): try made.write(values)
    case .int32(let values): try made.write(values)
    case .int64(let values): try made.write(values)
    case .uint64(let values): try made.write(values)
    case .real(let values): try made.write(values)
    case .text(let text): try made.write([text], bytes: dataset.type.size)
    }
  }
}

extension ElementType {
  /// netCDF's own fill value of whole numbers. Readers that take HDF5's for a missing number (VirtualiZarr, kerchunk) would
  /// make every zero one, were it left at zero.
  fileprivate var missingNumber: FillValue? {
    switch self {
    case .uint8: .unsigned(255)
    case .int8: .integer(-127)
    case .int32: .integer(-2_147_483_647)
    case .int64: .integer(-9_223_372_036_854_775_806)
    case .uint64: .unsigned(18_446_744_073_709_551_614)
    case .float32, .float64, .text: nil
    }
  }
}

extension Dataset {
  /// Writes `count` zeros, of a dataset of one dimension, some at a time.
  fileprivate func writeZeros(count: Int) throws(HDF5Error) {
    for first in stride(from: 0, to: count, by: 1_048_576) {
      let some = min(1_048_576, count - first)
      try write([Int8](repeating: 0, count: some), Hyperslab(start: [first], count: [some]))
    }
  }
}

extension Variable.AttributeValue {
  func set(_ name: String, on object: borrowing Dataset) throws(HDF5Error) {
    switch self {
    case .text(let text): try object.setAttribute(name, text)
    case .int8(let values): try object.setAttribute(name, values)
    case .int32(let values): try object.setAttribute(name, values)
    case .int64(let values): try object.setAttribute(name, values)
    case .real(let values): try object.setAttribute(name, values)
    }
  }
}
