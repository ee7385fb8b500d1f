import Foundation
import HDF5
import Platform

/// A user's file of named arrays of numbers.
protocol ArrayFile: ~Copyable {
  var path: String { get }
  /// The arrays that it has.
  var names: [String] { get }
  /// - Throws: `DataSetError`: no array of numbers, too large to be read, or unreadable.
  func array(_ name: String) throws(DataSetError) -> NumberArray
}

extension ArrayFile where Self: ~Copyable {
  /// The array of a name, which must be there.
  ///
  /// - Parameter expected: What it holds, for whoever has to add it.
  func required(_ name: String, _ expected: String) throws(DataSetError) -> NumberArray {
    guard names.contains(name) else {
      let more = names.count > 8 ? " and \(names.count - 8) more" : ""
      let found = names.prefix(8).joined(separator: ", ") + more
      throw .malformed(
        path: path, found: names.isEmpty ? "no arrays" : "\(found), but no \(name)",
        expected: "\(name) \(expected)")
    }
    return try array(name)
  }

  /// The array of a name; nil where there is none.
  func optional(_ name: String) throws(DataSetError) -> NumberArray? {
    names.contains(name) ? try array(name) : nil
  }

  /// Makes sure that an array which has to be held in memory is no larger than one may be.
  func requireHoldable(_ name: String, bytes: Int) throws(DataSetError) {
    guard bytes <= NumberArray.largestCount else {
      throw .malformed(
        path: path, found: "\(bytes) bytes of \(name) to hold in memory",
        expected:
          "at most \(NumberArray.largestCount >> 20) MiB, or a dataset of float32, float64 or uint8 "
          + "in HDF5 that is neither compressed nor in chunks: such a one is not held in memory")
    }
  }
}

/// What kind of file a user's arrays are in, by its first bytes.
enum ArrayFormat {
  case hdf5, npz

  init(of path: String) throws(DataSetError) {
    var information = stat()
    guard stat(path, &information) == 0 else {
      throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    guard information.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: path, reason: "it is not a regular file")
    }
    guard information.st_size > 0 else {
      throw .malformed(path: path, found: "an empty file", expected: Self.expected)
    }
    guard let file = MappedFile(path) else {
      throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    let first = file.withNumbers(UInt8.self, min(file.count, 4), at: 0) { bytes in
      bytes.indices.map { bytes[$0] }
    }
    switch first {
    case [0x50, 0x4B, 3, 4], [0x50, 0x4B, 5, 6]: self = .npz
    case [0x93, 0x4E, 0x55, 0x4D]:
      throw .malformed(
        path: path, found: "a single array (.npy)",
        expected: "\(Self.expected), as numpy.savez(path, inputs=…, targets=…) makes one")
    default: self = .hdf5
    }
  }

  static let expected = "an HDF5 file or an .npz file of the arrays inputs and targets"
}
