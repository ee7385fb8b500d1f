import Experiment
import Foundation
import Orchestration
import Platform
import Snapshots
import SweepFiles

extension SweepRunner {
  /// A worker's runner, made from what the coordinator has sent.
  ///
  /// - Parameter file: The sweep file's name, for messages.
  /// - Throws: `SweepError` where this host lacks a task's data, `ResultsError` where it lacks the trials' nets.
  init(_ payload: SweepPayload, file: String) throws {
    let plan = try SweepPlan(text: payload.sweep, file: file, schema: ExperimentSchema.section)
    try self.init(
      plan, row: payload.row, snapshots: SnapshotPolicy(payload),
      trialSeconds: payload.trialSeconds,
      nets: try payload.nets.map(RecordedNets.init))
  }
}

extension SnapshotPolicy {
  /// nil where the sweep takes no snapshots, or where this host does not see their folder; then its first process
  /// reports that.
  fileprivate init?(_ payload: SweepPayload) {
    guard let folder = payload.snapshots else { return nil }
    let identity = sha256(payload.sweep)
    guard folder.isShared(sweepSHA256: identity) else {
      if Self.isFirstOfHost {
        let host = ProcessInfo.processInfo.hostName
        Console.say(
          "dynsweep: \(host) does not see \(folder.path): trials lost there begin anew")
      }
      return nil
    }
    self.init(
      folder, sweepSHA256: identity, seconds: payload.snapshotSeconds,
      isResumed: payload.isResumed, warn: { Console.say("dynsweep: \($0)") })
  }

  private static var isFirstOfHost: Bool {
    let environment = ProcessInfo.processInfo.environment
    let names = ["OMPI_COMM_WORLD_LOCAL_RANK", "MPI_LOCALRANKID", "SLURM_LOCALID"]
    return names.lazy.compactMap { environment[$0] }.first ?? "0" == "0"
  }
}
