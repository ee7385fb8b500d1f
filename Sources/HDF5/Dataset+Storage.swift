import CHDF5

// Where and how a dataset's elements are stored.
extension Dataset {
  /// Whether the elements lie in the dataset's own file: not in files of other formats, nor in other datasets.
  func isInternal() throws(HDF5Error) -> Bool {
    let creation = try creationProperties()
    let id = creation.id
    let files = try check(H5Pget_external_count(id), "H5Pget_external_count", subject)
    let layout = try layout(creation)
    return files == 0 && layout != H5D_VIRTUAL.rawValue
  }

  /// Whether the elements are one piece of the file, uncompressed, so that writing some changes nothing else.
  ///
  /// - Throws: `HDF5Error` where the file cannot be read.
  package func isContiguous() throws(HDF5Error) -> Bool {
    try layout(creationProperties()) == H5D_CONTIGUOUS.rawValue
  }

  /// Where they begin in the file, in bytes; nil where they are not one piece of it, or not there yet.
  ///
  /// - Throws: `HDF5Error` where the file cannot be read.
  package func offset() throws(HDF5Error) -> Int? {
    let id = handle.id
    guard try isContiguous(), answer(H5Dget_storage_size(id)) > 0 else { return nil }
    return try check(Int(bitPattern: UInt(H5Dget_offset(id))), "H5Dget_offset", subject)
  }

  /// Bytes that one takes in the file.
  ///
  /// - Throws: `HDF5Error` where the file cannot be read.
  package func elementSize() throws(HDF5Error) -> Int {
    let id = handle.id
    let type = try Handle(H5Dget_type(id), "H5Dget_type", subject)
    let typeID = type.id
    return answer(H5Tget_size(typeID))
  }

  /// Whether the elements are stored as `type`.
  ///
  /// - Throws: `HDF5Error` where the file cannot be read.
  package func holds(_ type: ElementType) throws(HDF5Error) -> Bool {
    let id = handle.id
    let stored = try Handle(H5Dget_type(id), "H5Dget_type", subject)
    let expected = try type.datatype()
    let (one, other) = (stored.id, expected.id)
    return try check(H5Tequal(one, other), "H5Tequal", subject) > 0
  }

  /// Makes sure that the file has about as many bytes as `count` elements take, so that memory is allocated only where
  /// there is something to read: a few bytes of a file may declare any shape.
  ///
  /// No filter makes data smaller than a thousandth. Up to 64 MiB is always allowed, as elements that were never
  /// written take no room in a file.
  func requireStorage(ofElements count: Int) throws(HDF5Error) {
    let id = handle.id
    let type = try Handle(H5Dget_type(id), "H5Dget_type", subject)
    let typeID = type.id
    let size = answer(H5Tget_size(typeID))
    let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
    guard overflow || bytes > 67_108_864 else { return }
    let stored = min(Int(clamping: answer(H5Dget_storage_size(id))), try fileSize())
    guard !overflow, bytes / 1100 <= stored else {
      throw HDF5Error(
        call: "H5Dget_storage_size", subject: subject,
        reason: "\(count) elements are declared, and \(stored) bytes are there")
    }
  }

  /// Makes sure that this HDF5 has every filter, such as a compression, that the elements went through.
  func requireFilters() throws(HDF5Error) {
    let creation = try creationProperties()
    let id = creation.id
    for position in 0..<UInt32(try check(H5Pget_nfilters(id), "H5Pget_nfilters", subject)) {
      var (flags, count, configuration) = (UInt32(0), 0, UInt32(0))
      var name = [CChar](repeating: 0, count: 64)
      let number = try check(
        H5Pget_filter2(id, position, &flags, &count, nil, name.count, &name, &configuration),
        "H5Pget_filter2", subject)
      guard answer(H5Zfilter_avail(number)) <= 0 else { continue }
      let given = String(
        decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      throw HDF5Error(
        call: "H5Dread", subject: subject,
        reason: "it is compressed with \(given.isEmpty ? "filter \(number)" : given), which the "
          + "HDF5 library here does not have; write it with gzip (in h5py compression=\"gzip\"), or name the "
          + "folder of the filter's plugin in HDF5_PLUGIN_PATH")
    }
  }

  /// The size in bytes of the file that holds the dataset, as the size of its storage is only what the file claims.
  private func fileSize() throws(HDF5Error) -> Int {
    let id = handle.id
    let file = try Handle(H5Iget_file_id(id), "H5Iget_file_id", subject)
    let fileID = file.id
    var size: hsize_t = 0
    try check(H5Fget_filesize(fileID, &size), "H5Fget_filesize", subject)
    return Int(clamping: size)
  }

  private func creationProperties() throws(HDF5Error) -> Handle {
    let id = handle.id
    return try Handle(H5Dget_create_plist(id), "H5Dget_create_plist", subject)
  }

  private func layout(_ creation: borrowing Handle) throws(HDF5Error) -> Int32 {
    let id = creation.id
    return try check(H5Pget_layout(id).rawValue, "H5Pget_layout", subject)
  }
}
