package import FileOwnership
import HDF5
package import Records
package import Rules

/// Writes one sweep's results, row by row, into a file that other programs may read meanwhile (SWMR).
///
/// A row or an update is *acknowledged* once a `flush()` after it has returned: it then survives the death of this
/// process. It survives a crash of the machine only once the file has been brought to the disk too, as `FlushPolicy`
/// says. A status is written only after all rows given before it are acknowledged, so that a trial that the file calls
/// complete has its rows. What a failed flush could not write is kept for the next one.
///
/// Only one thread uses it. It holds the right to write the file until it is closed or released.
package struct ResultsWriter: ~Copyable {
  /// The path by which the file was opened.
  package let path: String
  let file: File
  // In this order, the file is released before the locks: no other writer may begin before it is closed.
  let claim: FileClaim
  var lock: FileLock
  let table: Table
  let keptTable: KeptTable
  let policy: FlushPolicy
  /// The status of each trial, including statuses that are not written yet.
  package internal(set) var statuses: [TrialStatus]
  var rows: PendingRows
  var arrays = PendingArrays()
  var decisions: PendingDecisions
  /// The latest records that are not written yet, by trial number.
  var updates: [Int: TrialRecord] = [:]
  var failures: FailureLog
  /// The runs that have written the file; nil where an earlier version made it without room for them.
  var runs: RunLog?
  var lastFlush = ContinuousClock.now
  var lastSynchronization = ContinuousClock.now
  /// Whether everything acknowledged is on the disk.
  var isSynchronized = true
  /// How often each trial was begun by earlier writers; empty for a new file.
  package let attempts: [Int]
  /// Observables of the layout that the file has no variable for, in the layout's order: their numbers are left out.
  package let unrecorded: [String]
  var liveCopy: LiveCopy?

  init(
    lock: consuming FileLock, claim: consuming FileClaim, file: consuming File,
    layout: ResultsLayout, without missing: Set<String> = [], policy: FlushPolicy,
    statuses: [TrialStatus], failures: FailureLog? = nil, runs: RunLog?, attempts: [Int] = []
  ) {
    self.runs = runs
    self.attempts = attempts
    path = file.path
    self.claim = claim
    table = Table(of: layout, without: missing)
    keptTable = KeptTable(of: layout)
    decisions = PendingDecisions(of: layout)
    unrecorded = layout.quantities.map(\.name).filter { missing.contains($0) }
    rows = PendingRows(width: layout.rowWidth, checkpointCount: layout.checkpointCount)
    self.lock = lock
    self.file = file
    self.policy = policy
    self.statuses = statuses
    self.failures = failures ?? FailureLog(capacity: layout.failureBytes)
    let copy = LiveCopy(of: path, sweep: layout.sweep, every: policy.liveCopyInterval ?? .zero)
    // An earlier run's copy no longer shows what the file holds. A file that no run has made stays, and then there is
    // no copy.
    do { try copy.remove() } catch { return }
    guard policy.liveCopyInterval != nil else { return }
    liveCopy = copy
    liveCopy?.renewIfDue(from: self.claim.descriptor)
  }

  /// Whether anything waits to be written.
  package var isDirty: Bool {
    !rows.places.isEmpty || !updates.isEmpty || !decisions.decisions.isEmpty
      || runs?.isChanged == true
  }

  /// Takes a row: what was observed of `trial` at its `checkpoint`, after `step` training steps.
  ///
  /// - Parameters:
  ///   - values: The numbers of all quantities, in the layout's order.
  ///   - kept: The numbers that the trial keeps beside the row; nil where there are none.
  /// - Throws: `ResultsError.cannotWrite` where a flush was due and failed, `.parted` where the file has lost its name.
  package mutating func record(
    trial: TrialID, checkpoint: Int, step: Int, values: [Double], kept: KeptNumbers? = nil
  ) throws(ResultsError) {
    precondition(statuses.indices.contains(trial.number), "trial \(trial) of \(statuses.count)")
    precondition(
      (0..<rows.checkpointCount).contains(checkpoint),
      "checkpoint \(checkpoint) of \(rows.checkpointCount)")
    precondition(values.count == rows.width, "\(values.count) numbers for \(rows.width)")
    rows.append(trial: trial.number, checkpoint: checkpoint, step: step, values)
    if let kept {
      keptTable.take(kept, of: trial.number, checkpoint: checkpoint, into: &arrays)
    }
    try flushIfDue()
  }

  /// Takes decisions of the sweep's rule; they mean nothing where the layout has none.
  ///
  /// - Throws: `ResultsError.cannotWrite` where a flush was due and failed, `.parted` where the file has lost its name.
  package mutating func record(_ news: [RuleDecision]) throws(ResultsError) {
    decisions.append(news)
    try flushIfDue()
  }

  /// Takes the present status of a trial.
  ///
  /// - Throws: `ResultsError.cannotWrite` where a flush was due and failed, `.parted` where the file has lost its name.
  package mutating func setStatus(_ record: TrialRecord) throws(ResultsError) {
    let trial = record.trial.number
    precondition(statuses.indices.contains(trial), "trial \(trial) of \(statuses.count)")
    updates[trial] = updates[trial]?.followed(by: record) ?? record
    failures.note(record, before: statuses[trial])
    statuses[trial] = record.status
    try flushIfDue()
  }

  /// Takes what workers of this run compute on where that differs from the run's own line: a line of JSON for each
  /// machine. Each call replaces all lines of the last one.
  package mutating func setWorkerRuns(_ lines: [String]) { runs?.setWorkers(lines) }

  /// Flushes if anything waits and the policy says so.
  ///
  /// - Throws: `ResultsError.cannotWrite`, or `.parted` where the file has lost its name.
  package mutating func flushIfDue() throws(ResultsError) {
    guard isDirty else { return }
    let isFull = rows.byteCount + arrays.byteCount >= policy.bufferLimit
    guard isFull || lastFlush.duration(to: .now) >= policy.interval else { return }
    try flush()
  }

  /// Writes everything that waits; once it returns, everything given before is acknowledged.
  ///
  /// - Throws: `ResultsError.cannotWrite`, or `.parted` where the file has lost its name.
  package mutating func flush() throws(ResultsError) {
    lock.renew()
    if isDirty { try writeAll() }
    liveCopy?.renewIfDue(from: claim.descriptor)
    if !isSynchronized,
      lastSynchronization.duration(to: .now) >= policy.synchronizationInterval
    {
      try synchronize()
    }
  }

  private mutating func writeAll() throws(ResultsError) {
    let updates = updates.values.sorted { $0.trial.number < $1.trial.number }
    do {
      try table.write(rows, to: file)
      try keptTable.write(arrays, to: file)
      try decisions.write(to: file)
      try table.write(updates, to: file)
      if failures.isChanged {
        try table.write(failures, to: file)
        failures.isChanged = false
      }
      if runs?.isChanged == true, let text = runs?.text {
        try table.write(runs: text, to: file)
        runs?.isChanged = false
      }
      try file.flush()
      if !updates.isEmpty {
        try table.writeStatuses(updates, to: file)
        try file.flush()
      }
    } catch {
      throw ResultsError(writing: path, error)
    }
    rows.removeAll()
    arrays.removeAll()
    decisions.removeAll()
    self.updates.removeAll(keepingCapacity: true)
    lastFlush = .now
    isSynchronized = false
  }

  /// Brings everything acknowledged to the disk, and makes sure that the file still has its name.
  ///
  /// - Throws: `ResultsError.parted` where it has not, or `.cannotWrite`.
  package mutating func synchronize() throws(ResultsError) {
    lastSynchronization = .now
    try claim.synchronize(path)
    try claim.requireName(path)
    isSynchronized = true
  }

  /// Writes everything that waits and closes the file, which any HDF5 tool can then open.
  ///
  /// - Throws: `ResultsError.cannotWrite`, or `.parted` where the file has lost its name.
  package consuming func close() throws(ResultsError) {
    if isDirty { try writeAll() }
    let (path, copy) = (path, liveCopy)
    do { try file.close() } catch { throw ResultsError(writing: path, error) }
    try claim.synchronize(path)
    try claim.requireName(path)
    try? copy?.remove()
  }
}

extension ResultsError {
  init(writing path: String, _ error: HDF5Error) {
    self = .cannotWrite(
      path: path, reason: error.reason, diskIsFull: error.systemError.map(isFullDisk) ?? false)
  }
}
