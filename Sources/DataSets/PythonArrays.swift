import Platform

/// What format a file is in, by its first bytes.
package enum FileFormat: Sendable {
  case safetensors, npy, zip
  /// HDF5, or anything else, or no file that can be opened.
  case other

  package init(of path: String) {
    guard let file = MappedFile(path) else {
      self = .other
      return
    }
    let first = file.withNumbers(UInt8.self, min(file.count, 9), at: 0) { bytes in
      bytes.indices.map { bytes[$0] }
    }
    if first.starts(with: [0x50, 0x4B, 3, 4]) || first.starts(with: [0x50, 0x4B, 5, 6]) {
      self = .zip
    } else if first.starts(with: [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]) {
      self = .npy
    } else if first.count == 9, first[8] == UInt8(ascii: "{") {
      // The header's length stands before its JSON.
      self = .safetensors
    } else {
      self = .other
    }
  }
}

/// A file of named arrays in one of Python's formats: safetensors, .npz or .npy.
package struct PythonArrays: Sendable {
  /// The names of all arrays, each once, in the order of the file.
  package let names: [String]
  /// What a safetensors file says about itself; of others nothing.
  package let metadata: [String: String]
  private let file: any ArrayFile & Sendable

  /// - Throws: `DataSetError` where the file is broken or has a name twice.
  package init(safetensors path: String) throws(DataSetError) {
    let file = try SafetensorsFile(path)
    try self.init(file, path: path, metadata: file.metadata)
  }

  /// - Throws: `DataSetError` where the file is broken or has a name twice.
  package init(npz path: String) throws(DataSetError) {
    try self.init(try NPZFile(path), path: path)
  }

  /// - Parameter name: What the file's one array is to be called.
  /// - Throws: `DataSetError` where the file is broken.
  package init(npy path: String, name: String) throws(DataSetError) {
    try self.init(try NPYFile(path, name: name), path: path)
  }

  private init(
    _ file: any ArrayFile & Sendable, path: String, metadata: [String: String] = [:]
  ) throws(DataSetError) {
    var seen: Set<String> = []
    if let name = file.names.first(where: { !seen.insert($0).inserted }) {
      throw .malformed(path: path, found: "the name \(name) twice", expected: "each name once")
    }
    names = file.names
    self.metadata = metadata
    self.file = file
  }

  /// The array of a name.
  ///
  /// - Throws: `DataSetError` where it holds no numbers, is too large to hold or damaged, or there is none.
  package func array(_ name: String) throws(DataSetError) -> NumberArray {
    try file.array(name)
  }
}

extension NumberArray {
  /// All its numbers, row-major.
  package func numbers() -> [Double] { numbers(0..<count) }
}
