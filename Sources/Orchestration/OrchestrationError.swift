/// What can keep a coordinator or a worker from its work.
package enum OrchestrationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A message that this program did not write, or not in this version.
  case unknownMessage(kind: UInt8, from: Int)
  /// The job has no process beside the coordinator.
  case noWorkers
  /// No worker could prepare itself for the sweep; the reason is the last one's.
  case allUnfit(reason: String)
  /// A worker no longer hears from the coordinator.
  case coordinatorLost(silence: Double)

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
    }
  }
}

/// Thrown through a runner by `report` and `heartbeat` when its trial is to be left; no failure of the trial or the worker.
package struct TrialInterruption: Error, Equatable, Sendable {
  package init() {}
}
