/// What can keep all ranks of a launch from starting.
package enum LaunchError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The MPI launcher ended, or was ended, before the coordinator had begun; `words` is what it printed.
  case launchFailed(launcher: String, status: Int32, words: String = "")
  /// The MPI launcher starts no program at all with the user's options.
  case badOptions([String], launcher: String, words: String)
  /// The name service does not know these hosts.
  case unknownHosts([String])
  /// The program cannot be started on these hosts; `words` is what the MPI launcher printed about the first.
  case cannotStart(program: String, hosts: [String], words: String)
  /// The file for the coordinator's note to its launcher cannot be made in this folder.
  case noNote(folder: String, reason: String)

  package var description: String {
    switch self {
    case .launchFailed(let launcher, let status, let words):
      "\(launcher) ended with status \(status) before the sweep began" + Self.quoted(words)
    case .badOptions(let options, let launcher, let words):
      "\(launcher) starts nothing with the options \(options.joined(separator: " "))"
        + Self.quoted(words)
    case .unknownHosts(let hosts):
      "\(hosts.joined(separator: ", ")): no host of that name is known; see --launcher-options"
    case .cannotStart(let program, let hosts, let words):
      "\(hosts.joined(separator: ", ")) cannot start \(program), which must be there as it is here, with its libraries"
        + Self.quoted(words)
    case .noNote(let folder, let reason):
      "\(folder): a small file that is needed while the sweep runs cannot be made: \(reason); "
        + "TMPDIR may name another folder"
    }
  }

  private static func quoted(_ words: String) -> String { words.isEmpty ? "" : ": \(words)" }
}
