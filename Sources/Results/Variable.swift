import HDF5

/// A variable of a results file, as it is made: its dataset, the names of its dimensions, its attributes, and the
/// values that it has from the start. A variable of a group, and its dimensions, have the group's name before their own
/// (`nets_1/weight_hh_l0`).
struct Variable {
  enum AttributeValue: Equatable {
    case text(String)
    case int8([Int8])
    case int32([Int32])
    case int64([Int64])
    case real([Double])
    case single([Float])
  }

  enum Content {
    /// No values: the dataset holds its fill value, or zeros where it has none.
    case none
    case int8([Int8])
    case int32([Int32])
    case int64([Int64])
    case uint64([UInt64])
    case real([Double])
    case text(String)
  }

  var dataset: DatasetDescription
  /// The names of its dimensions. The scale of a dimension has its own name here.
  var dimensions: [String]
  var attributes: [(name: String, value: AttributeValue)] = []
  var content = Content.none

  /// Whether it is the scale of a dimension.
  var isScale: Bool { dimensions == [dataset.name] }

  /// How many bytes its data take.
  var byteCount: Double { dataset.shape.reduce(Double(dataset.type.size)) { $0 * Double($1) } }

  /// Makes the variable in `file`; dimension scales are attached later.
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
  /// The fill value that netCDF gives whole numbers. Some readers (VirtualiZarr, kerchunk) take HDF5's fill value for a
  /// missing number, so that a fill value of zero would turn every zero into one.
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
  /// Writes `count` zeros into a dataset of one dimension, in blocks.
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
    case .single(let values): try object.setAttribute(name, values)
    }
  }
}
