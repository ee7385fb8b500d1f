import CHDF5

/// Facts about the HDF5 library.
package enum HDF5Library {
  /// Makes the library leave the end of the process alone, where it frees all that it holds: once it has read a damaged
  /// file, that may crash. Files are closed without it. It must come before all other calls.
  package static func skipCleanupAtExit() { _ = answer(H5dont_atexit()) }

  /// The version of the library loaded, not of the one built against: `1.10.8`; `unknown` where it does not say.
  package static var version: String {
    var (major, minor, release) = (UInt32(0), UInt32(0), UInt32(0))
    let status = try? check(
      H5get_libversion(&major, &minor, &release), "H5get_libversion", "the library")
    return status == nil ? "unknown" : "\(major).\(minor).\(release)"
  }
}
