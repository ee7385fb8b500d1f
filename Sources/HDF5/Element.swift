import CHDF5

/// A type of number that datasets and attributes hold.
package protocol Element: BitwiseCopyable, Sendable {
  static var elementType: ElementType { get }
  /// What arrays are filled with before they are read into.
  static var zero: Self { get }
}

extension UInt8: Element { package static var elementType: ElementType { .uint8 } }
extension Int8: Element { package static var elementType: ElementType { .int8 } }
extension Int32: Element { package static var elementType: ElementType { .int32 } }
extension Int64: Element { package static var elementType: ElementType { .int64 } }
extension UInt64: Element { package static var elementType: ElementType { .uint64 } }
extension Float: Element { package static var elementType: ElementType { .float32 } }
extension Double: Element { package static var elementType: ElementType { .float64 } }

/// What one element of a dataset is.
package enum ElementType: Hashable, Sendable {
  case uint8, int8, int32, int64, uint64, float32, float64
  /// UTF-8 in a fixed number of bytes, padded with zeros.
  ///
  /// Marked as ASCII in datasets: Octave (7.3) cannot load a file at all in which one is marked as UTF-8, and h5py gives
  /// bytes either way.
  case text(bytes: Int)

  /// Bytes an element takes.
  package var size: Int {
    switch self {
    case .uint8, .int8: 1
    case .int32, .float32: 4
    case .int64, .uint64, .float64: 8
    case .text(let bytes): bytes
    }
  }

  /// A new HDF5 datatype.
  func datatype() throws(HDF5Error) -> Handle {
    let type = try Handle(H5Tcopy(native), "H5Tcopy", "\(self)")
    guard case .text(let bytes) = self else { return type }
    try check(H5Tset_size(type.id, max(bytes, 1)), "H5Tset_size", "\(self)")
    try check(H5Tset_strpad(type.id, H5T_STR_NULLPAD), "H5Tset_strpad", "\(self)")
    return type
  }

  private var native: hid_t {
    switch self {
    case .uint8: ch5_native_uint8()
    case .int8: ch5_native_int8()
    case .int32: ch5_native_int32()
    case .int64: ch5_native_int64()
    case .uint64: ch5_native_uint64()
    case .float32: ch5_native_float()
    case .float64: ch5_native_double()
    case .text: ch5_c_string()
    }
  }
}

/// The class of what a dataset or attribute made by anyone holds.
package enum Kind: Hashable, Sendable {
  case integer, real, text
  /// Compounds, references and whatever else we do not read.
  case other

  init(of type: borrowing Handle) {
    switch H5Tget_class(type.id) {
    // Booleans of h5py are an enumeration of two whole numbers.
    case H5T_INTEGER, H5T_ENUM: self = .integer
    case H5T_FLOAT: self = .real
    case H5T_STRING: self = .text
    default: self = .other
    }
  }
}
