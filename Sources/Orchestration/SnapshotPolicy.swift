import Records

/// How a worker keeps its trials' snapshots.
package struct SnapshotPolicy: Sendable {
  package let folder: SnapshotFolder
  /// Of the sweep file.
  package let sweepSHA256: String
  /// Between two snapshots of a trial.
  package let seconds: Double
  /// Whether an earlier run may have left some, so that first attempts look for one too.
  package let isResumed: Bool
  /// Told what people should know.
  private let warn: @Sendable (String) -> Void

  package init(
    _ folder: SnapshotFolder, sweepSHA256: String, seconds: Double, isResumed: Bool,
    warn: @escaping @Sendable (String) -> Void
  ) {
    self.folder = folder
    self.sweepSHA256 = sweepSHA256
    self.seconds = seconds
    self.isResumed = isResumed
    self.warn = warn
  }

  /// The snapshot to go on from, where there is one; an unusable one is reported and ignored.
  func snapshot(of identity: TrialSnapshot.Identity, attempt: Attempt) -> TrialSnapshot? {
    guard isResumed || attempt > 1 else { return nil }
    do { return try folder.snapshot(of: identity) } catch {
      warn("the snapshot of trial \(identity.trial) is ignored: \(error)")
      return nil
    }
  }

  /// - Returns: Whether it was saved; a failure is only reported, since training can go on without a snapshot.
  func save(_ snapshot: TrialSnapshot) -> Bool {
    do {
      try folder.save(snapshot)
      return true
    } catch {
      warn("no snapshot of trial \(snapshot.identity.trial) could be saved: \(error)")
      return false
    }
  }
}
