import Platform

/// A single array, as `numpy.save` writes it; the file has no name for it.
struct NPYFile: ArrayFile {
  let path: String
  let names: [String]
  private let file: MappedFile

  /// - Parameter name: What the array is to be called.
  init(_ path: String, name: String) throws(DataSetError) {
    guard let file = MappedFile(path) else {
      throw .unreadable(path: path, reason: "it cannot be mapped into memory")
    }
    self.file = file
    self.path = path
    names = [name]
  }

  func array(_ name: String) throws(DataSetError) -> NumberArray {
    try requireHoldable(name, bytes: file.count)
    let bytes = file.withNumbers(UInt8.self, file.count, at: 0) { bytes in
      bytes.indices.map { bytes[$0] }
    }
    return try NPZFile.array(bytes, name: name, path: path)
  }
}
