import CHDF5

/// An open HDF5 file. It has one owner and closes once this value, and every object opened in it, is gone.
///
/// The format is that of HDF5 1.10, which single-writer multiple-reader access (SWMR) needs.
package struct File: Container, ~Copyable {
  /// How an existing file is opened.
  package enum Access: Sendable {
    /// Reading, also while a SWMR writer is at work or after one was killed.
    case read
    /// Reading files of any age that no process is writing.
    case readAnyFormat
    /// Reading and writing, with no other process at work on the file.
    case readWrite
    /// Writing in place while others read; no object can be added.
    case writeAmongReaders
    /// Writing in place while others read, in a file whose writer may have been killed: its marks that it is open for
    /// writing are ignored and cleared.
    ///
    /// This does what `h5clear -s --increment=0` does. The caller makes sure that no writer is alive.
    case writeAfterCrash
  }

  /// Whether HDF5 locks a file while it opens it, so that other programs that do so too keep out. The environment
  /// variable `HDF5_USE_FILE_LOCKING` overrules either choice.
  package enum Locking: Sendable {
    /// HDF5 takes no lock.
    case none
    /// HDF5 takes a lock where the file system has locks.
    case bestEffort
  }

  let handle: Handle
  /// The path by which it was created or opened.
  package let path: String

  package var identifier: Identifier { Identifier(value: handle.id) }
  package var subject: String { path }

  /// Creates the file `path`, whose links and attributes keep the order in which they are made.
  ///
  /// - Parameter attributes: How many attributes it will have. Beyond eight HDF5 would by itself keep them apart from
  ///   the file's head, where some readers do not find them.
  /// - Throws: `HDF5Error` where there is such a file already or it cannot be created.
  package init(creating path: String, attributes: Int = 0) throws(HDF5Error) {
    let creation = try Handle(H5Pcreate(ch5_file_creation()), "H5Pcreate", path)
    let order = ch5_creation_order()
    try check(
      H5Pset_link_creation_order(creation.id, order), "H5Pset_link_creation_order", path)
    try check(
      H5Pset_attr_creation_order(creation.id, order), "H5Pset_attr_creation_order", path)
    if attributes > 8 {
      let most = UInt32(clamping: attributes)
      try check(
        H5Pset_attr_phase_change(creation.id, most, most - 2), "H5Pset_attr_phase_change", path)
    }
    let access = try accessProperties(path, .none)
    handle = try Handle(
      H5Fcreate(path, ch5_new(), creation.id, access.id), "H5Fcreate", path)
    self.path = path
  }

  /// Opens the file `path`.
  ///
  /// - Throws: `HDF5Error` where there is no such file, it is not HDF5, or it cannot be opened; with the `systemError`
  ///   `EAGAIN` where another program has locked it.
  package init(
    _ path: String, _ access: Access, locking: Locking = .none
  ) throws(HDF5Error) {
    let properties = try accessProperties(path, locking)
    let flags =
      switch access {
      case .read: ch5_swmr_read()
      case .readAnyFormat: ch5_read_only()
      case .readWrite: ch5_read_write()
      case .writeAmongReaders, .writeAfterCrash: ch5_swmr_write()
      }
    if access == .writeAfterCrash { try ignoreMarks(properties, path) }
    let opened = try Handle(H5Fopen(path, flags, properties.id), "H5Fopen", path)
    if access == .writeAfterCrash {
      // The end-of-file mark goes to where the file really ends.
      try check(H5Fincrement_filesize(opened.id, 0), "H5Fincrement_filesize", path)
    }
    handle = opened
    self.path = path
  }

  /// Hands everything written to the operating system, where it survives the end of this process.
  ///
  /// - Throws: `HDF5Error` where the file cannot be written.
  package func flush() throws(HDF5Error) {
    try check(H5Fflush(handle.id, H5F_SCOPE_GLOBAL), "H5Fflush", path)
  }

  /// How many bytes the file should have by its own account; where it has fewer, it was cut short.
  ///
  /// - Throws: `HDF5Error` where HDF5 cannot say.
  package func expectedSize() throws(HDF5Error) -> Int {
    var size: hsize_t = 0
    try check(H5Fget_filesize(handle.id, &size), "H5Fget_filesize", path)
    return Int(clamping: size)
  }

  /// Flushes and closes the file. Unlike the end of this value's life it reports failures.
  ///
  /// - Throws: `HDF5Error` where the file cannot be written.
  package consuming func close() throws(HDF5Error) {
    let path = path
    let id = handle.surrender()
    try check(H5Fclose(id), "H5Fclose", path)
  }
}

/// The properties with which every file is created and opened, the format of HDF5 1.10 among them.
func accessProperties(_ path: String, _ locking: File.Locking) throws(HDF5Error) -> Handle {
  let access = try Handle(H5Pcreate(ch5_file_access()), "H5Pcreate", path)
  try check(
    H5Pset_libver_bounds(access.id, H5F_LIBVER_V110, H5F_LIBVER_V110), "H5Pset_libver_bounds",
    path)
  let areUsed: Int32 = locking == .bestEffort ? 1 : 0
  try check(ch5_file_locks(access.id, areUsed), "H5Pset_file_locking", path)
  // A reader retries what looks half written, waiting twice as long each time. This makes 2 ms in all; the default
  // would wait years for a damaged file.
  try check(
    H5Pset_metadata_read_attempts(access.id, 20), "H5Pset_metadata_read_attempts", path)
  return access
}

/// Allows a file to be opened for writing regardless of its "open for writing" and end-of-file marks.
private func ignoreMarks(_ access: borrowing Handle, _ path: String) throws(HDF5Error) {
  let id = access.id
  // h5clear sets these two properties, for which HDF5 has no function.
  for property in ["clear_status_flags", "skip_eof_check"] {
    var yes = true
    try check(H5Pset(id, property, &yes), "H5Pset", "\(property) for \(path)")
  }
}
