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
    /// The fill value.
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
    let made = try file.create(dataset)
    for attribute in attributes { try attribute.value.set(attribute.name, on: made) }
    switch content {
    case .none: break
    case .int8(let values): try made.write(values)
    case .int32(let values): try made.write(values)
    case .int64(let values): try made.write(values)
    case .uint64(let values): try made.write(values)
    case .real(let values): try made.write(values)
    case .text(let text): try made.write([text], bytes: dataset.type.size)
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
