package import Records

/// What can keep a coordinator or a worker from its work.
package enum OrchestrationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A rank sent a message that this version of the program does not write.
  case unknownMessage(kind: UInt8, from: Int)
  /// The job has no process beside the coordinator.
  case noWorkers
  /// No worker could prepare itself for the sweep; `reason` is what the last one said.
  case allUnfit(reason: String)
  /// The results file from which a trial's nets are taken lacks that of a checkpoint.
  case notKept(trial: TrialID)
  /// A worker has not heard from the coordinator for `silence` seconds, or has seen that its process is gone.
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
    case .notKept(let trial): "the net of trial \(trial) was not kept at each of its checkpoints"
    case .coordinatorLost(let silence):
      "nothing has come from the coordinator for \(Int(silence)) s: it is lost"
    }
  }
}

/// Thrown through a runner by `report` and `heartbeat` when its trial is to be left. It is no failure of trial or
/// worker.
package struct TrialInterruption: Error, Equatable, Sendable {
  /// The interruption of the trial at hand; there is only one kind.
  package init() {}
}

/// Thrown through a runner by `heartbeat` when its trial has come to the checkpoint at which it is to wait for others.
struct TrialPause: Error {}
