import Experiment
package import Records
package import Snapshots
package import SweepFiles
import Training

/// Trains the trials of a sweep file.
package struct SweepRunner: TrialRunner {
  private let plan: SweepPlan
  private let row: [RowField]
  private let snapshots: SnapshotPolicy?
  private let trialSeconds: Double
  private let nets: RecordedNets?
  private let faults = FaultInjection()

  /// - Parameters:
  ///   - row: The sweep's common row.
  ///   - snapshots: How unfinished trials are saved; nil where they are not.
  ///   - trialSeconds: How long a trial may take in seconds, in all attempts that go on from one another; then it is
  ///     failed.
  ///   - nets: Those of the trials' checkpoints, which are observed without training and snapshots; nil where trials are
  ///     trained.
  /// - Throws: `SweepError` where this host lacks a task's data.
  package init(
    _ plan: SweepPlan, row: [RowField], snapshots: SnapshotPolicy? = nil,
    trialSeconds: Double = .infinity, nets: RecordedNets? = nil
  ) throws(SweepError) {
    try SweepProfile.checkData(of: plan)
    self.plan = plan
    self.row = row
    // Snapshots of trials that were not trained have no state of the optimiser from which others could go on.
    self.snapshots = nets == nil ? snapshots : nil
    self.trialSeconds = trialSeconds
    self.nets = nets
  }

  package mutating func run(
    trial id: TrialID, attempt: Attempt, report: (CheckpointRecord) throws -> Void,
    heartbeat: (_ step: Int) throws -> Void
  ) throws -> TrialOutcome {
    let trial = try trial(id, attempt)
    let projection = RowProjection(trial.quantities, in: row)
    let identity = TrialSnapshot.Identity(
      sweepSHA256: snapshots?.sweepSHA256 ?? "", trial: id, seed: trial.seed,
      precision: trial.precision.rawValue)
    let earlier = snapshot(of: identity, attempt: attempt, for: trial)
    for record in earlier?.records ?? [] { try report(record) }
    var supervisor = TrialSupervisor(
      identity, row, snapshots, limit: trialSeconds, from: earlier)
    let outcome = try trial.run(from: earlier?.state) { step, state in
      try faults.strike(trial: id, step: step, attempt: attempt) { step in
        try supervisor.heartbeat(step, to: heartbeat, state: state)
      }
      try supervisor.heartbeat(step, to: heartbeat, state: state)
    } observingHeartbeat: { step, state in
      supervisor.observingHeartbeat(step, to: heartbeat, state: state)
    } report: { observation in
      supervisor.take(CheckpointRecord(observation, projection), report: report)
    }
    try supervisor.tellDeferred()
    return outcome
  }

  /// - Throws: `SweepError` at the setting that keeps the trial from being set up, `OrchestrationError.notKept` where its
  ///   nets are wanted and not there, or what keeps them from being read.
  private func trial(_ id: TrialID, _ attempt: Attempt) throws -> any Trial {
    let trial = try SweepProfile.trial(id, of: plan)
    if let nets, let trial = trial as? NetworkTrial {
      guard let observed = trial.observed(with: try nets.nets(of: id)) else {
        throw OrchestrationError.notKept(trial: id)
      }
      return observed
    }
    guard let program = trial as? ProgramTrial else { return trial }
    return program.attempted(
      attempt, trial: id, replicate: id.number / plan.configurationCount,
      folder: snapshots?.folder.programFolder(of: id))
  }

  private func snapshot(
    of identity: TrialSnapshot.Identity, attempt: Attempt, for trial: any Trial
  ) -> TrialSnapshot? {
    guard let found = snapshots?.snapshot(of: identity, attempt: attempt),
      trial.accepts(found.state), found.records.count == found.state.nextCheckpoint,
      found.records.count <= trial.checkpointCount,
      found.records.enumerated().allSatisfy({ $1.checkpoint == $0 }),
      found.records.allSatisfy({ record in
        let isLast = record.checkpoint == trial.checkpointCount - 1
        return KeptForm.fits(record.kept, trial.kept, isLast: isLast)
      }),
      let records = found.records(in: row, of: trial.quantities)
    else { return nil }
    return TrialSnapshot(
      identity, found.state, row: row, records: records, seconds: found.seconds)
  }
}
