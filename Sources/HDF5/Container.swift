import CHDF5

/// Something with named members: a file's root or a group.
public protocol Container: Object, ~Copyable {}

extension Container where Self: ~Copyable {
  /// The members' names, in the order they were made where that is known, else by name.
  public func memberNames() throws(HDF5Error) -> [String] {
    let group = try Handle(H5Gopen2(identifier.value, ".", ch5_default()), "H5Gopen2", subject)
    var info = H5G_info_t()
    try check(H5Gget_info(group.id, &info), "H5Gget_info", subject)
    var names: [String] = []
    for position in 0..<info.nlinks {
      names.append(try memberName(at: position))
    }
    return names
  }

  private func memberName(at position: hsize_t) throws(HDF5Error) -> String {
    for index in [H5_INDEX_CRT_ORDER, H5_INDEX_NAME] {
      if let name = try? memberName(at: position, by: index) { return name }
    }
    return try memberName(at: position, by: H5_INDEX_NAME)
  }

  private func memberName(at position: hsize_t, by index: H5_index_t) throws(HDF5Error) -> String {
    let id = identifier.value
    let length = try check(
      H5Lget_name_by_idx(id, ".", index, H5_ITER_INC, position, nil, 0, ch5_default()),
      "H5Lget_name_by_idx", subject)
    var bytes = [CChar](repeating: 0, count: length + 1)
    try check(
      H5Lget_name_by_idx(
        id, ".", index, H5_ITER_INC, position, &bytes, bytes.count, ch5_default()),
      "H5Lget_name_by_idx", subject)
    return String(decoding: bytes.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Whether there is a member of this name.
  public func hasMember(_ name: String) throws(HDF5Error) -> Bool {
    try check(H5Lexists(identifier.value, name, ch5_default()), "H5Lexists", subject) > 0
  }

  /// Opens the dataset `name`.
  public func dataset(_ name: String) throws(HDF5Error) -> Dataset {
    let subject = "\(name) in \(subject)"
    return Dataset(
      handle: try Handle(H5Dopen2(identifier.value, name, ch5_default()), "H5Dopen2", subject),
      name: name, subject: subject)
  }

  /// Opens the group `name`.
  public func group(_ name: String) throws(HDF5Error) -> Group {
    let subject = "\(name) in \(subject)"
    return Group(
      handle: try Handle(H5Gopen2(identifier.value, name, ch5_default()), "H5Gopen2", subject),
      subject: subject)
  }

  /// Makes the group `name`, which must not exist.
  @discardableResult
  public func createGroup(_ name: String) throws(HDF5Error) -> Group {
    let subject = "\(name) in \(subject)"
    let made = try Handle(
      H5Gcreate2(identifier.value, name, ch5_default(), ch5_default(), ch5_default()),
      "H5Gcreate2", subject)
    return Group(handle: made, subject: subject)
  }
}

/// A folder inside a file.
public struct Group: Container, ~Copyable {
  let handle: Handle
  public let subject: String

  public var identifier: Identifier { Identifier(value: handle.id) }
}
