import CHDF5

/// The value of a dataset's elements before they are written.
package enum FillValue: Hashable, Sendable {
  case real(Double)
  case integer(Int64)
  case unsigned(UInt64)
  /// Zero, or the empty text.
  case zero
}

/// A dataset to be made. Its shape never changes, and all its elements are there and filled from the start.
package struct DatasetDescription: Hashable, Sendable {
  /// The dataset's name in its container.
  package var name: String
  /// The type of its elements in the file.
  package var type: ElementType
  /// Its extent along each dimension; empty for a scalar.
  package var shape: [Int]
  /// The value of its elements before they are written.
  package var fill: FillValue

  package init(_ name: String, _ type: ElementType, shape: [Int], fill: FillValue = .zero) {
    self.name = name
    self.type = type
    self.shape = shape
    self.fill = fill
  }
}

extension Container where Self: ~Copyable {
  /// Makes a dataset in one piece of the file, allocated and filled at once.
  ///
  /// Writing into it later then changes no bookkeeping of the file and cannot make the file grow, so that a killed
  /// writer leaves nothing inconsistent behind.
  ///
  /// - Throws: `HDF5Error` where there is such a member already or the file cannot be written.
  @discardableResult
  package func create(_ description: DatasetDescription) throws(HDF5Error) -> Dataset {
    let subject = "\(description.name) in \(subject)"
    let type = try description.type.datatype()
    let space = try dataspace(description.shape)
    let creation = try creationProperties(description.fill, subject)
    let made = try Handle(
      H5Dcreate2(
        identifier.value, description.name, type.id, space.id, ch5_default(), creation.id,
        ch5_default()), "H5Dcreate2", subject)
    return Dataset(handle: made, name: description.name, subject: subject)
  }
}

private func creationProperties(_ fill: FillValue, _ subject: String) throws(HDF5Error) -> Handle {
  let creation = try Handle(H5Pcreate(ch5_dataset_creation()), "H5Pcreate", subject)
  let id = creation.id
  try check(H5Pset_layout(id, H5D_CONTIGUOUS), "H5Pset_layout", subject)
  try check(H5Pset_alloc_time(id, H5D_ALLOC_TIME_EARLY), "H5Pset_alloc_time", subject)
  // Times of change would make every write touch the header, and make files of equal sweeps differ.
  try check(H5Pset_obj_track_times(id, false), "H5Pset_obj_track_times", subject)
  try check(
    H5Pset_attr_creation_order(id, ch5_creation_order()), "H5Pset_attr_creation_order", subject)
  switch fill {
  case .zero: break
  case .real(var value):
    try check(
      H5Pset_fill_value(id, ch5_native_double(), &value), "H5Pset_fill_value", subject)
  case .integer(var value):
    try check(H5Pset_fill_value(id, ch5_native_int64(), &value), "H5Pset_fill_value", subject)
  case .unsigned(var value):
    try check(H5Pset_fill_value(id, ch5_native_uint64(), &value), "H5Pset_fill_value", subject)
  }
  return creation
}
