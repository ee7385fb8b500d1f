import CHDF5

/// Owns one HDF5 identifier, of whatever kind, and gives it back when it is gone.
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

/// An HDF5 identifier as other rooms may pass it round: opaque.
package struct Identifier: Equatable, Sendable {
  let value: hid_t
}

/// An object that can carry attributes: a file's root, a group, a dataset.
package protocol Object: ~Copyable {
  var identifier: Identifier { get }
  /// What messages about it say: its path and its file.
  var subject: String { get }
}
