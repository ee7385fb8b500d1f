/// Why a task cannot be made.
package enum TaskError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No file of any of these names is in the folder.
  case missingDataSet(folder: String, lookedFor: [String])
  case unreadable(path: String, reason: String)
  case malformed(path: String, found: String, expected: String)
  /// A setting that its own range allows, but not with the other settings or this data.
  case unsuitable(setting: String, found: String, expected: String)

  package var description: String {
    switch self {
    case .missingDataSet(let folder, let names):
      """
      no data set in \(folder): looked there for \(names.joined(separator: ", ")); install one \
      (apt-get install dataset-fashion-mnist) or name a folder of IDX files with `path:`
      """
    case .unreadable(let path, let reason):
      "cannot read \(path): \(reason)"
    case .malformed(let path, let found, let expected):
      "\(path): found \(found), expected \(expected)"
    case .unsuitable(let setting, let found, let expected):
      "task setting `\(setting)`: found \(found), expected \(expected)"
    }
  }
}
