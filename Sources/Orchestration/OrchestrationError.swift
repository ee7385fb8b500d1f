/// What can keep a coordinator, a worker or a launcher from its work.
package enum OrchestrationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A message that this program did not write, or not in this version.
  case unknownMessage(kind: UInt8, from: Int)
  /// The job has no process beside the coordinator.
  case noWorkers
  /// No worker could prepare itself for the sweep; the reason is the last one's.
  case allUnfit(reason: String)
  /// A worker no longer hears from the coordinator.
  case coordinatorLost(silence: Double)
  /// The MPI launcher ended, or was ended, before the coordinator had begun; `words` are its own.
  case launchFailed(launcher: String, status: Int32, words: String = "")
  /// The MPI launcher starts nothing at all with the user's options.
  case badOptions([String], launcher: String, words: String)
  /// No name service knows these hosts.
  case unknownHosts([String])
  /// The program cannot be started on some hosts; `words` are the MPI launcher's of the first.
  case cannotStart(program: String, hosts: [String], words: String)
  /// There is no place for the coordinator's word to its launcher.
  case noNote(folder: String, reason: String)

  package var description: String {
    switch self {
    case .unknownMessage(let kind, let source):
      "rank \(source) sent a message of kind \(kind), which is none: "
        + "all ranks must run the same dynsweep"
    case .noWorkers:
      "one rank alone has no workers: start at least two, or run without mpirun"
    case .allUnfit(let reason):
      "no worker can run this sweep: \(reason)"
    case .coordinatorLost(let silence):
      "nothing has come from the coordinator for \(Int(silence)) s: it is lost"
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

/// Thrown through a runner by `report` and `heartbeat` when its trial is to be left; nobody's fault.
package struct TrialInterruption: Error, Equatable, Sendable {
  package init() {}
}
