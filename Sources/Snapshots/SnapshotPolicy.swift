package import Records

/// When and where a worker saves its trials' snapshots, and which of them it goes on from.
package struct SnapshotPolicy: Sendable {
  /// Where the snapshots are.
  package let folder: SnapshotFolder
  /// The SHA-256 of the sweep file, in hexadecimal digits.
  package let sweepSHA256: String
  /// The time between two snapshots of a trial, in seconds.
  package let seconds: Double
  /// Whether an earlier run may have left snapshots, so that first attempts look for one too.
  package let isResumed: Bool
  /// Takes messages for people.
  private let warn: @Sendable (String) -> Void

  /// - Parameter warn: Takes a message for people where a snapshot cannot be used or saved.
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

  /// The snapshot to go on from, where there is one; one that cannot be used is reported and ignored.
  package func snapshot(of identity: TrialSnapshot.Identity, attempt: Attempt) -> TrialSnapshot? {
    guard isResumed || attempt > 1 else { return nil }
    do { return try folder.snapshot(of: identity) } catch {
      warn("the snapshot of trial \(identity.trial) is ignored: \(error)")
      return nil
    }
  }

  /// Saves a snapshot. A failure is only reported, since training can go on without one.
  ///
  /// - Returns: Whether it was saved.
  package func save(_ snapshot: TrialSnapshot) -> Bool {
    do {
      try folder.save(snapshot)
      return true
    } catch {
      warn("no snapshot of trial \(snapshot.identity.trial) could be saved: \(error)")
      return false
    }
  }
}
