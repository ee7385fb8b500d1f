/// Why data cannot be read from a user's file.
package enum DataSetError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No file of any of these names is in the folder.
  case missing(folder: String, lookedFor: [String])
  case unreadable(path: String, reason: String)
  case malformed(path: String, found: String, expected: String)

  /// The file, its fault, and the remedy.
  package var description: String {
    switch self {
    case .missing(let folder, let names):
      """
      no data set in \(folder): looked there for \(names.joined(separator: ", ")); install one \
      (apt-get install dataset-fashion-mnist) or name a folder of IDX files with `path:`
      """
    case .unreadable(let path, let reason):
      "cannot read \(path): \(reason)"
    case .malformed(let path, let found, let expected):
      "\(path): found \(found), expected \(expected)"
    }
  }
}
