import HDF5

/// The datasets of an HDF5 file, at any depth.
final class HDF5Arrays: NamedArrays {
  let names: [String]
  private let path: String
  private let file: File

  /// - Parameter expected: What the file should hold, in words.
  /// - Throws: `ModelFileError.otherFormat` where it is not HDF5, `.unreadable` where it cannot be read.
  init(_ path: String, expected: String) throws(ModelFileError) {
    do {
      let file = try File(path, .readAnyFormat)
      names = try file.datasetNames()
      self.file = file
    } catch {
      guard error.call == "H5Fopen" else { throw .unreadable(path: path, reason: "\(error)") }
      throw error.reason.contains("signature")
        ? .otherFormat(path: path, expected: expected)
        : .unreadable(path: path, reason: error.reason)
    }
    self.path = path
  }

  /// - Parameters:
  ///   - image: All bytes of a file that lies in another.
  ///   - path: The path of that other.
  /// - Throws: `ModelFileError.unreadable` where it is not HDF5, or damaged.
  init(image: [UInt8], named part: String, in path: String) throws(ModelFileError) {
    do {
      let file = try File(image: image, path: "\(path)/\(part)")
      names = try file.datasetNames()
      self.file = file
    } catch {
      throw .unreadable(path: path, reason: "\(part): \(error.reason)")
    }
    self.path = path
  }

  func shape(_ name: String) throws(ModelFileError) -> [Int] {
    let kind = try reading { (file) throws(HDF5Error) in try file.dataset(name).kind() }
    guard kind == .real || kind == .integer else { throw .notNumbers(name, path: path) }
    return try reading { (file) throws(HDF5Error) in try file.dataset(name).shape() }
  }

  func numbers(_ name: String) throws(ModelFileError) -> [Double] {
    try reading { (file) throws(HDF5Error) in try file.dataset(name).read(Double.self) }
  }

  func text(_ name: String, of group: String?) throws(ModelFileError) -> String? {
    try reading { (file) throws(HDF5Error) -> String? in
      if let group {
        return try file.hasMember(group) ? file.group(group).textIfAny(name) : nil
      }
      return try file.textIfAny(name)
    }
  }

  private func reading<Result>(
    _ body: (borrowing File) throws(HDF5Error) -> Result
  ) throws(ModelFileError) -> Result {
    do { return try body(file) } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }
}

extension Container where Self: ~Copyable {
  /// The text attribute of a name; nil where there is none, or one that is no text.
  fileprivate func textIfAny(_ name: String) throws(HDF5Error) -> String? {
    guard try hasAttribute(name), try attributeKind(name) == .text else { return nil }
    return try textAttribute(name)
  }

  /// The names of all datasets in it, those of groups as `group/member`.
  fileprivate func datasetNames() throws(HDF5Error) -> [String] {
    var groups = 0
    return try datasetNames(depth: 0, groups: &groups)
  }

  /// - Parameters:
  ///   - depth: How many groups lie around this one.
  ///   - groups: How many were looked into.
  private func datasetNames(depth: Int, groups: inout Int) throws(HDF5Error) -> [String] {
    var names: [String] = []
    // Groups may hold each other, so that there could be names without end, and ways to them.
    for name in try memberNames() where names.count < 100_000 && groups < 100_000 {
      do {
        let group = try group(name)
        groups += 1
        guard depth < 32 else { continue }
        names += try group.datasetNames(depth: depth + 1, groups: &groups).map { "\(name)/\($0)" }
      } catch {
        // What cannot be opened as a group counts as a dataset.
        names.append(name)
      }
    }
    return names
  }
}
