import CHDF5

/// Something with named members: a file's root or a group.
package protocol Container: Object, ~Copyable {}

extension Container where Self: ~Copyable {
  /// The members' names, in the order in which they were made where the file keeps it, else in no particular order.
  ///
  /// - Throws: `HDF5Error` where the file cannot be read.
  package func memberNames() throws(HDF5Error) -> [String] {
    let id = identifier.value
    var names: [String] = []
    // A visit instead of positions: to find a position HDF5 1.10 lists all members each time, and where the file is
    // damaged it crashes on freeing half a list.
    try check(
      withUnsafeMutablePointer(to: &names) { pointer in
        ch5_visit_links(
          id,
          { name, context in
            guard let name else { return }
            context?.assumingMemoryBound(to: [String].self).pointee.append(String(cString: name))
          }, pointer)
      }, "H5Literate", subject)
    return names
  }

  /// Whether there is a member of this name.
  ///
  /// - Throws: `HDF5Error` where the file cannot be read.
  package func hasMember(_ name: String) throws(HDF5Error) -> Bool {
    try check(H5Lexists(identifier.value, name, ch5_default()), "H5Lexists", subject) > 0
  }

  /// Opens the dataset `name`, which must lie in this very file: a file of another person could link to any of the
  /// user's files, to have it read or overwritten.
  ///
  /// - Throws: `HDF5Error` where there is no such dataset, it cannot be opened, or its data lie elsewhere.
  package func dataset(_ name: String) throws(HDF5Error) -> Dataset {
    let subject = "\(name) in \(subject)"
    try requireHardLinks(to: name, subject)
    let dataset = Dataset(
      handle: try Handle(H5Dopen2(identifier.value, name, ch5_default()), "H5Dopen2", subject),
      name: name, subject: subject)
    guard try dataset.isInternal() else { throw .elsewhere("H5Pget_layout", subject) }
    return dataset
  }

  /// Makes sure that every step of the way to `name` is a hard link, as soft and external ones lead elsewhere.
  private func requireHardLinks(to name: String, _ subject: String) throws(HDF5Error) {
    let id = identifier.value
    var path = ""
    for part in name.split(separator: "/") {
      path = path.isEmpty ? String(part) : "\(path)/\(part)"
      guard try check(ch5_is_hard_link(id, path), "H5Lget_info", subject) > 0 else {
        throw .elsewhere("H5Lget_info", subject)
      }
    }
  }

  /// Whether the member `name`, which must lie in this very file, is a dataset, rather than a group or a type.
  package func isDataset(_ name: String) throws(HDF5Error) -> Bool {
    let subject = "\(name) in \(subject)"
    try requireHardLinks(to: name, subject)
    let object = try Handle(H5Oopen(identifier.value, name, ch5_default()), "H5Oopen", subject)
    let id = object.id
    return answer(H5Iget_type(id)) == H5I_DATASET
  }

  /// Opens the group `name`, which must lie in this very file.
  ///
  /// - Throws: `HDF5Error` where there is no such group, it cannot be opened, or it lies elsewhere.
  package func group(_ name: String) throws(HDF5Error) -> Group {
    let subject = "\(name) in \(subject)"
    try requireHardLinks(to: name, subject)
    return Group(
      handle: try Handle(H5Gopen2(identifier.value, name, ch5_default()), "H5Gopen2", subject),
      subject: subject)
  }

  /// Makes the group `name`, whose links and attributes keep the order in which they are made, as netCDF wants it.
  ///
  /// - Throws: `HDF5Error` where there is such a member already or the file cannot be written.
  @discardableResult
  package func createGroup(_ name: String) throws(HDF5Error) -> Group {
    let subject = "\(name) in \(subject)"
    let creation = try Handle(H5Pcreate(ch5_group_creation()), "H5Pcreate", subject)
    let (id, order) = (creation.id, ch5_creation_order())
    try check(H5Pset_link_creation_order(id, order), "H5Pset_link_creation_order", subject)
    try check(H5Pset_attr_creation_order(id, order), "H5Pset_attr_creation_order", subject)
    // Files of equal sweeps are to be equal.
    try check(H5Pset_obj_track_times(id, false), "H5Pset_obj_track_times", subject)
    let made = try Handle(
      H5Gcreate2(identifier.value, name, ch5_default(), id, ch5_default()), "H5Gcreate2", subject)
    return Group(handle: made, subject: subject)
  }
}

extension HDF5Error {
  fileprivate static func elsewhere(_ call: String, _ subject: String) -> HDF5Error {
    HDF5Error(
      call: call, subject: subject, reason: "its data lie elsewhere, and no link is followed there")
  }
}

/// A folder inside a file.
package struct Group: Container, ~Copyable {
  let handle: Handle
  package let subject: String

  package var identifier: Identifier { Identifier(value: handle.id) }
}
