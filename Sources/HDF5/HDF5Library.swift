import CHDF5

/// The library itself.
package enum HDF5Library {
  /// The version in use, not the one built against: `1.10.8`.
  package static var version: String {
    var (major, minor, release) = (UInt32(0), UInt32(0), UInt32(0))
    let status = try? check(
      H5get_libversion(&major, &minor, &release), "H5get_libversion", "the library")
    return status == nil ? "unknown" : "\(major).\(minor).\(release)"
  }
}
