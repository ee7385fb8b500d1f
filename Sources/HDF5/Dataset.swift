import CHDF5

/// An array in a file, row-major.
package struct Dataset: Object, ~Copyable {
  let handle: Handle
  /// The name by which it was opened or made in its container.
  package let name: String
  package let subject: String

  package var identifier: Identifier { Identifier(value: handle.id) }

  /// Its extent along each dimension; empty for a scalar.
  ///
  /// - Throws: `HDF5Error` where the file cannot be read.
  package func shape() throws(HDF5Error) -> [Int] {
    let id = handle.id
    return try HDF5.shape(of: Handle(H5Dget_space(id), "H5Dget_space", subject), subject)
  }

  /// What kind of element it holds.
  ///
  /// - Throws: `HDF5Error` where the file cannot be read.
  package func kind() throws(HDF5Error) -> Kind {
    let id = handle.id
    return Kind(of: try Handle(H5Dget_type(id), "H5Dget_type", subject))
  }

  /// The number of elements in `slab`, or in the whole dataset.
  private func size(of slab: Hyperslab?) throws(HDF5Error) -> Int {
    if let slab { return try elementCount(slab.count, subject) }
    return try elementCount(shape(), subject)
  }

  /// Its numbers, or those of `slab`, row-major, converted to `Number` where they are stored as another type.
  ///
  /// - Throws: `HDF5Error` where it does not hold numbers, is too large to read at once, was compressed with a filter
  ///   that is not there, or cannot be read.
  package func read<Number: Element>(
    _ type: Number.Type = Number.self, _ slab: Hyperslab? = nil
  ) throws(HDF5Error) -> [Number] {
    let count = try size(of: slab)
    try requireStorage(ofElements: count)
    var values = [Number](repeating: .zero, count: count)
    let memory = try Number.elementType.datatype()
    let spaces = try Spaces(of: self, slab)
    let id = handle.id
    do {
      try check(
        H5Dread(id, memory.id, spaces.memoryID, spaces.fileID, ch5_default(), &values), "H5Dread",
        subject)
    } catch {
      try requireFilters()
      throw error
    }
    return values
  }

  /// Replaces its elements, or those of `slab`, by `values`, row-major.
  ///
  /// - Precondition: There are as many values as elements.
  /// - Throws: `HDF5Error` where the file cannot be written.
  package func write<Number: Element>(
    _ values: [Number], _ slab: Hyperslab? = nil
  ) throws(HDF5Error) {
    try write(values, as: Number.elementType, count: values.count, slab)
  }

  /// Writes `values` as elements of `type`, which are `count` in number.
  func write<Storage: BitwiseCopyable>(
    _ values: [Storage], as type: ElementType, count: Int, _ slab: Hyperslab?
  ) throws(HDF5Error) {
    let expected = try size(of: slab)
    precondition(count == expected, "\(count) values for \(expected) elements of \(subject)")
    let memory = try type.datatype()
    let spaces = try Spaces(of: self, slab)
    let id = handle.id
    try check(
      H5Dwrite(id, memory.id, spaces.memoryID, spaces.fileID, ch5_default(), values), "H5Dwrite",
      subject)
  }
}

/// The two dataspaces of a transfer: a part of a dataset, and memory of that part's size.
struct Spaces: ~Copyable {
  private let memory: Handle
  private let file: Handle
  private let isWhole: Bool

  init(of dataset: borrowing Dataset, _ slab: Hyperslab?) throws(HDF5Error) {
    let id = dataset.handle.id
    let subject = dataset.subject
    let selected = try Handle(H5Dget_space(id), "H5Dget_space", subject)
    if let slab { try selected.select(slab, subject) }
    memory = try dataspace(slab.map { [$0.size] } ?? [])
    file = selected
    isWhole = slab == nil
  }

  var memoryID: hid_t { isWhole ? ch5_all() : memory.id }
  var fileID: hid_t { isWhole ? ch5_all() : file.id }
}
