import CHDF5

/// An open HDF5 file; it has one owner and closes when that owner, and every object opened in it,
/// is gone.
///
/// The format is that of HDF5 1.10, which single-writer multiple-reader access (SWMR) needs.
package struct File: Container, ~Copyable {
  /// How a file that is there is opened.
  package enum Access: Sendable {
    /// Reading; also while a SWMR writer is at work, or after one was killed.
    case read
    /// Reading files of any age that no process is writing.
    case readAnyFormat
    case readWrite
    /// Writing in place while others read: no object can be added.
    case writeAmongReaders
    /// The same, of a file whose writer may have been killed: no mark that it left behind counts.
    ///
    /// Does what `h5clear -s --increment=0` does on the way. The caller makes sure that no writer
    /// is alive.
    case writeAfterCrash
  }

  /// Whether HDF5 locks a file while it opens it, so that other programs that do so too keep out; the
  /// environment variable `HDF5_USE_FILE_LOCKING` overrules either.
  package enum Locking: Sendable {
    case none
    /// Where the file system has locks.
    case bestEffort
  }

  let handle: Handle
  package let path: String

  package var identifier: Identifier { Identifier(value: handle.id) }
  package var subject: String { path }

  /// Creates `path`; an existing file is an error.
  ///
  /// Links and attributes keep the order in which they are made.
  package init(creating path: String) throws(HDF5Error) {
    let creation = try Handle(H5Pcreate(ch5_file_creation()), "H5Pcreate", path)
    let order = ch5_creation_order()
    try check(
      H5Pset_link_creation_order(creation.id, order), "H5Pset_link_creation_order", path)
    try check(
      H5Pset_attr_creation_order(creation.id, order), "H5Pset_attr_creation_order", path)
    let access = try accessProperties(path, .none)
    handle = try Handle(
      H5Fcreate(path, ch5_new(), creation.id, access.id), "H5Fcreate", path)
    self.path = path
  }

  /// Opens `path`.
  ///
  /// A file that another program has locked is an error with the `systemError` `EAGAIN`.
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

  /// Hands everything written to the operating system, where it survives this process.
  package func flush() throws(HDF5Error) {
    try check(H5Fflush(handle.id, H5F_SCOPE_GLOBAL), "H5Fflush", path)
  }

  /// Bytes the file should have by its own account; more than it has means that it was cut short.
  package func expectedSize() throws(HDF5Error) -> Int {
    var size: hsize_t = 0
    try check(H5Fget_filesize(handle.id, &size), "H5Fget_filesize", path)
    return Int(clamping: size)
  }

  /// Flushes and closes, reporting what `deinit` could not.
  package consuming func close() throws(HDF5Error) {
    let path = path
    let id = handle.surrender()
    try check(H5Fclose(id), "H5Fclose", path)
  }
}

/// How every file is opened: format 1.10.
func accessProperties(_ path: String, _ locking: File.Locking) throws(HDF5Error) -> Handle {
  let access = try Handle(H5Pcreate(ch5_file_access()), "H5Pcreate", path)
  try check(
    H5Pset_libver_bounds(access.id, H5F_LIBVER_V110, H5F_LIBVER_V110), "H5Pset_libver_bounds",
    path)
  let areUsed: Int32 = locking == .bestEffort ? 1 : 0
  try check(ch5_file_locks(access.id, areUsed), "H5Pset_file_locking", path)
  // A reader retries what looks half written, waiting twice as long each time: 2 ms in all, not the
  // default's years, which would accept a damaged file.
  try check(
    H5Pset_metadata_read_attempts(access.id, 20), "H5Pset_metadata_read_attempts", path)
  return access
}

/// Lets a file be opened for writing whatever its "open for writing" and end-of-file marks say.
private func ignoreMarks(_ access: borrowing Handle, _ path: String) throws(HDF5Error) {
  let id = access.id
  // The two properties that h5clear sets; HDF5 has no function for them.
  for property in ["clear_status_flags", "skip_eof_check"] {
    var yes = true
    try check(H5Pset(id, property, &yes), "H5Pset", "\(property) for \(path)")
  }
}
