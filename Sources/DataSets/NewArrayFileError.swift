/// Why arrays cannot be written to a file.
package enum NewArrayFileError: Error, Hashable, Sendable, CustomStringConvertible {
  case unknownSuffix(path: String)
  case taken(path: String)
  case unwritable(path: String, reason: String)

  /// The file, its fault, and the remedy.
  package var description: String {
    switch self {
    case .unknownSuffix(let path):
      "cannot tell the format of \(path): its name has to end on .safetensors, .h5 or .npz"
    case .taken(let path):
      "\(path) exists and is left alone: move it away or choose another name"
    case .unwritable(let path, let reason):
      "cannot write \(path): \(reason)"
    }
  }
}
