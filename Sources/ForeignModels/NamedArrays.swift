import DataSets

/// A file of named arrays of numbers, whatever its format.
protocol NamedArrays {
  /// The names of all arrays, those of groups as `group/member`.
  var names: [String] { get }

  /// The extent of an array of numbers along each dimension.
  ///
  /// - Throws: `ModelFileError.notNumbers` where it holds something else, `.unreadable` or `.broken` where it cannot be
  ///   read.
  func shape(_ name: String) throws(ModelFileError) -> [Int]

  /// All numbers of an array, row-major.
  ///
  /// - Throws: `ModelFileError.unreadable` or `.broken` where they cannot be read.
  func numbers(_ name: String) throws(ModelFileError) -> [Double]

  /// A text that the file has about itself or, of HDF5, about one of its groups.
  ///
  /// - Parameter group: The group; the file itself where nil.
  /// - Returns: Nil where there is none.
  func text(_ name: String, of group: String?) throws(ModelFileError) -> String?
}

extension PythonArrays: NamedArrays {
  func shape(_ name: String) throws(ModelFileError) -> [Int] {
    try asked { (file) throws(DataSetError) in try file.array(name).shape }
  }

  func numbers(_ name: String) throws(ModelFileError) -> [Double] {
    try asked { (file) throws(DataSetError) in try file.array(name).numbers() }
  }

  func text(_ name: String, of group: String?) -> String? { group == nil ? metadata[name] : nil }

  private func asked<Answer>(
    _ question: (PythonArrays) throws(DataSetError) -> Answer
  ) throws(ModelFileError) -> Answer {
    do throws(DataSetError) { return try question(self) } catch { throw .broken(error) }
  }
}
