import CHDF5

/// The owner of one HDF5 identifier of any kind, which is released with it.
struct Handle: ~Copyable {
  let id: hid_t

  /// Takes over the identifier that `call` returns.
  init(
    _ call: @autoclosure () -> hid_t, _ name: StaticString, _ subject: @autoclosure () -> String
  ) throws(HDF5Error) {
    id = try check(call(), name, subject())
  }

  deinit { release(H5Idec_ref(id)) }

  /// Gives the identifier up to the caller, who now has to close it.
  consuming func surrender() -> hid_t {
    let id = id
    discard self
    return id
  }
}

/// An HDF5 identifier that other rooms may hand on but not look into.
package struct Identifier: Equatable, Sendable {
  let value: hid_t
}

/// An object that can carry attributes: a file's root, a group, a dataset.
package protocol Object: ~Copyable {
  /// The identifier by which HDF5 knows it, valid as long as the object is open.
  var identifier: Identifier { get }
  /// The name of the object in messages: its path and its file.
  var subject: String { get }
}
