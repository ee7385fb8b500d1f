import Experiment
import Platform
import Records
import Snapshots

/// Supervises one trial in training: it passes heartbeats on, saves the state now and then and before the trial is
/// left, and ends the trial when it has taken too long.
struct TrialSupervisor {
  private let identity: TrialSnapshot.Identity
  private let row: [RowField]
  private let policy: SnapshotPolicy?
  private let limit: Double
  private let begin = monotonicSeconds()
  private let secondsBefore: Double
  private var lastLook: Double
  private var hasHeededSignal = false
  private var records: [CheckpointRecord]
  /// An error from a report; it is thrown at the next step, whose state can be saved.
  private var deferred: (any Error)?

  /// - Parameters:
  ///   - row: What records hold.
  ///   - limit: How long the trial may take in seconds, earlier attempts included.
  ///   - earlier: The snapshot that the trial goes on from.
  init(
    _ identity: TrialSnapshot.Identity, _ row: [RowField], _ policy: SnapshotPolicy?,
    limit: Double, from earlier: TrialSnapshot?
  ) {
    self.identity = identity
    self.row = row
    self.policy = policy
    self.limit = limit
    secondsBefore = earlier?.seconds ?? 0
    records = earlier?.records ?? []
    lastLook = begin
  }

  mutating func take(_ record: CheckpointRecord, report: (CheckpointRecord) throws -> Void) {
    // A program that is started again writes its rows again from the first.
    if record.checkpoint < records.count { records.removeSubrange(record.checkpoint...) }
    records.append(record)
    do { try report(record) } catch { deferred = error }
  }

  mutating func heartbeat(
    _ step: Int, to send: (Int) throws -> Void, state: () -> SavedTrial
  ) throws {
    do {
      try tellDeferred()
      try send(step)
    } catch {
      save(state())
      throw error
    }
    let now = monotonicSeconds()
    if seconds(at: now) > limit { throw TrialLimitPassed(limit: limit, step: step) }
    if let policy, now - lastLook >= policy.seconds || mustHeedSignal { save(state()) }
  }

  /// Does what `heartbeat` does, within an observation, which an error does not end: it is thrown at the next step.
  mutating func observingHeartbeat(
    _ step: Int, to send: (Int) throws -> Void, state: () -> SavedTrial
  ) {
    guard deferred == nil else { return }
    do { try heartbeat(step, to: send, state: state) } catch { deferred = error }
  }

  /// Throws an error that is still deferred when the trial ends.
  func tellDeferred() throws {
    if let deferred { throw deferred }
  }

  private func seconds(at now: Double) -> Double { secondsBefore + now - begin }

  /// Whether a signal has come and no snapshot was saved since. A kill may follow at any time, so that the
  /// coordinator's message is not waited for.
  private var mustHeedSignal: Bool { ShutdownSignal.isRequested && !hasHeededSignal }

  private mutating func save(_ state: SavedTrial) {
    hasHeededSignal = ShutdownSignal.isRequested
    guard let policy else { return }
    let now = monotonicSeconds()
    lastLook = now
    _ = policy.save(
      TrialSnapshot(
        identity, state, row: row, records: records, seconds: seconds(at: now)))
    // Counted from the end of saving, so that a slow disk does not become the trial's main work.
    lastLook = max(now, monotonicSeconds())
  }
}

/// A trial took longer than it may; it is failed.
struct TrialLimitPassed: Error, CustomStringConvertible {
  let limit: Double
  let step: Int

  var description: String { "it passed its limit of \(limit) s at step \(step)" }
}
