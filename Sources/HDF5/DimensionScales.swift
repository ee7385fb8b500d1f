import CHDF5

/// Dimension scales (HDF5 High-Level library): datasets that name and number other datasets'
/// dimensions.
///
/// They are what netCDF-4 calls dimensions with their coordinate variables.
extension Dataset {
  /// Makes this dataset the scale of the dimension that has its name, in a group the last part of it.
  ///
  /// - Throws: `HDF5Error` where the file cannot be written.
  package func becomeScale() throws(HDF5Error) {
    let ownName = name.split(separator: "/").last.map(String.init) ?? name
    try check(H5DSset_scale(handle.id, ownName), "H5DSset_scale", subject)
  }

  /// Makes `scale` the scale of this dataset's dimension at `position`, counted from 0.
  ///
  /// - Throws: `HDF5Error` where there is no such dimension or the file cannot be written.
  package func attach(_ scale: borrowing Dataset, at position: Int) throws(HDF5Error) {
    let scaleID = scale.handle.id
    try check(
      H5DSattach_scale(handle.id, scaleID, UInt32(position)), "H5DSattach_scale", subject)
  }

  /// Whether this dataset is the scale of a dimension.
  ///
  /// - Throws: `HDF5Error` where the file cannot be read.
  package func isScale() throws(HDF5Error) -> Bool {
    try check(H5DSis_scale(handle.id), "H5DSis_scale", subject) > 0
  }

  /// The name of each dimension's first scale; nil where a dimension has none.
  ///
  /// - Throws: `HDF5Error` where the file cannot be read.
  package func dimensionNames() throws(HDF5Error) -> [String?] {
    var names: [String?] = []
    for position in try shape().indices {
      names.append(try dimensionName(at: UInt32(position)))
    }
    return names
  }

  private func dimensionName(at position: UInt32) throws(HDF5Error) -> String? {
    let id = handle.id
    guard try check(H5DSget_num_scales(id, position), "H5DSget_num_scales", subject) > 0 else {
      return nil
    }
    var bytes = [CChar](repeating: 0, count: 256)
    try check(
      H5DSiterate_scales(
        id, position, nil,
        { _, _, scale, name in
          if let name { H5DSget_scale_name(scale, name.assumingMemoryBound(to: CChar.self), 256) }
          return 1
        }, &bytes), "H5DSiterate_scales", subject)
    return String(decoding: bytes.map(UInt8.init(bitPattern:)).prefix { $0 != 0 }, as: UTF8.self)
  }
}
