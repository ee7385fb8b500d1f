package import DataSets

/// Why a task cannot be made.
package enum TaskError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Its data, which `path` names, cannot be read.
  case data(DataSetError)
  /// A setting that its own range allows, but not with the other settings or this data.
  case unsuitable(setting: String, found: String, expected: String)

  /// The error in words for the author of the sweep file.
  package var description: String {
    switch self {
    case .data(let error): error.description
    case .unsuitable(let setting, let found, let expected):
      "task setting `\(setting)`: found \(found), expected \(expected)"
    }
  }
}

/// What `read` reads.
///
/// - Throws: `TaskError.data` in place of its own error.
func reading<Data>(_ read: () throws(DataSetError) -> Data) throws(TaskError) -> Data {
  do { return try read() } catch { throw .data(error) }
}
