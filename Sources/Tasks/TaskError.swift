package import DataSets

/// Why a task cannot be made.
package enum TaskError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The data that the setting `path` names cannot be read.
  case data(DataSetError)
  /// A setting has a value that its range allows, but not with the other settings or this data.
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

/// The result of `read`.
///
/// - Throws: `TaskError.data` with the error that `read` throws.
package func reading<Data>(
  _ read: () throws(DataSetError) -> Data
) throws(TaskError) -> Data {
  do { return try read() } catch { throw .data(error) }
}
