import CHDF5

/// A rectangular part of a dataset: its first corner and its extent along each dimension.
package struct Hyperslab: Equatable, Sendable {
  /// The index of the first element along each dimension, from 0.
  package let start: [Int]
  /// How many elements there are along each dimension.
  package let count: [Int]

  /// - Precondition: `start` and `count` have one number for each dimension of the dataset.
  package init(start: [Int], count: [Int]) {
    precondition(start.count == count.count, "\(start) and \(count) differ in rank")
    self.start = start
    self.count = count
  }

  /// How many elements it has in all.
  package var size: Int { count.reduce(1, *) }
}

/// A new dataspace of `shape`, row-major; scalar where it is empty.
func dataspace(_ shape: [Int]) throws(HDF5Error) -> Handle {
  guard !shape.isEmpty else {
    return try Handle(H5Screate(H5S_SCALAR), "H5Screate", "scalar")
  }
  return try Handle(
    H5Screate_simple(Int32(shape.count), shape.map(hsize_t.init), nil), "H5Screate_simple",
    "shape \(shape)")
}

/// The extent of `space` along each dimension.
func shape(of space: borrowing Handle, _ subject: String) throws(HDF5Error) -> [Int] {
  let id = space.id
  let rank = try check(
    H5Sget_simple_extent_ndims(id), "H5Sget_simple_extent_ndims", subject)
  var extents = [hsize_t](repeating: 0, count: Int(rank))
  try check(
    H5Sget_simple_extent_dims(id, &extents, nil), "H5Sget_simple_extent_dims", subject)
  return extents.map { Int(clamping: $0) }
}

/// The number of elements of an array of `shape`.
///
/// A file made by others may claim any shape at no cost; more than 2³³ elements are an error rather than an attempt to
/// allocate the memory.
func elementCount(_ shape: [Int], _ subject: String) throws(HDF5Error) -> Int {
  var count = 1
  for extent in shape {
    let (product, overflow) = count.multipliedReportingOverflow(by: extent)
    guard !overflow, product <= 1 << 33 else {
      throw HDF5Error(
        call: "H5Sget_simple_extent_dims", subject: subject,
        reason: "its shape \(shape) is too large to read at once")
    }
    count = product
  }
  return count
}

extension Handle {
  /// Selects `slab` of this dataspace.
  func select(_ slab: Hyperslab, _ subject: String) throws(HDF5Error) {
    try check(
      H5Sselect_hyperslab(
        id, H5S_SELECT_SET, slab.start.map(hsize_t.init), nil, slab.count.map(hsize_t.init), nil),
      "H5Sselect_hyperslab", subject)
  }
}
