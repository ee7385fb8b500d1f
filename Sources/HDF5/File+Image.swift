import CHDF5

extension File {
  /// Opens a file that is in memory, for reading.
  ///
  /// - Parameters:
  ///   - image: All bytes of the file; the library takes a copy.
  ///   - path: What messages call it; the library refuses the path of a file that there is.
  /// - Throws: `HDF5Error` where it is not HDF5 or cannot be opened.
  package init(image: [UInt8], path: String) throws(HDF5Error) {
    let properties = try accessProperties(path, .none)
    let id = properties.id
    try check(ch5_in_memory(id), "H5Pset_fapl_core", path)
    var image = image
    let count = image.count
    try check(H5Pset_file_image(id, &image, count), "H5Pset_file_image", path)
    handle = try Handle(H5Fopen(path, ch5_read_only(), id), "H5Fopen", path)
    self.path = path
  }
}
