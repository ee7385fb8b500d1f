import CHDF5

/// A type of number that datasets and attributes hold.
package protocol Element: BitwiseCopyable, Sendable {
  /// The type's native form in memory.
  static var elementType: ElementType { get }
  /// The value with which arrays are filled before they are read into.
  static var zero: Self { get }
}

extension UInt8: Element { package static var elementType: ElementType { .uint8 } }
extension Int8: Element { package static var elementType: ElementType { .int8 } }
extension Int32: Element { package static var elementType: ElementType { .int32 } }
extension Int64: Element { package static var elementType: ElementType { .int64 } }
extension UInt64: Element { package static var elementType: ElementType { .uint64 } }
extension Float: Element { package static var elementType: ElementType { .float32 } }
extension Double: Element { package static var elementType: ElementType { .float64 } }

/// The type of one element of a dataset.
package enum ElementType: Hashable, Sendable {
  case uint8, int8, int32, int64, uint64, float32, float64
  /// UTF-8 in a fixed number of bytes, padded with zeros.
  ///
  /// Datasets mark it as ASCII, because Octave (7.3) cannot load any part of a file in which one is marked as UTF-8,
  /// and h5py gives bytes either way.
  case text(bytes: Int)

  /// How many bytes an element takes in the file.
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

/// The class of the elements of a dataset or attribute, by whichever program it was made.
package enum Kind: Hashable, Sendable {
  case integer, real, text
  /// Compounds, references and all other classes, which this program does not read.
  case other

  init(of type: borrowing Handle) {
    let id = type.id
    switch answer(H5Tget_class(id)) {
    // Booleans of h5py are an enumeration of two whole numbers.
    case H5T_INTEGER, H5T_ENUM: self = .integer
    case H5T_FLOAT: self = .real
    case H5T_STRING: self = .text
    default: self = .other
    }
  }
}
