package import FileOwnership
import Foundation
import HDF5
import Platform
import Records

extension ResultsWriter {
  /// Goes on with the results file at `path`, whose writer was closed or killed. Numbers that the file has no variable
  /// for, since an earlier version of the program made it, are left out.
  ///
  /// - Parameter layout: The layout that a new file of the sweep would have.
  /// - Returns: A writer whose `statuses` tell which trials are still to be run.
  /// - Throws: `ResultsError.missing`, `.busy`, `.inUse`, `.sweepChanged`, `.foreign` where another program has
  ///   rewritten the file, or what keeps it from being read.
  package static func resume(
    _ path: String, _ layout: ResultsLayout, policy: FlushPolicy = FlushPolicy()
  ) throws(ResultsError) -> ResultsWriter {
    guard FileManager.default.fileExists(atPath: path) else { throw .missing(path: path) }
    let lock = try FileLock(for: path)
    let claim = try FileClaim(path)
    // A file that no run has made stays there, and does no harm.
    try? PartialFile.removeLeftover(of: path)
    var found = try progress(in: path, of: layout)
    let isNewRun = found.runs?.note(layout) ?? false
    do {
      let file = try openForWriting(path, .writeAfterCrash, claim)
      if isNewRun, let text = found.runs?.text {
        try Table(of: layout).write(runs: text, to: file)
        try file.flush()
      }
      return ResultsWriter(
        lock: lock, claim: claim, file: file, layout: layout, without: found.missing,
        policy: policy,
        statuses: found.statuses, failures: found.failures, runs: found.runs,
        attempts: found.attempts)
    } catch {
      throw error as? ResultsError ?? .damaged(path: path, reason: "\(error)")
    }
  }

  /// Reads what the file says of its trials, after checking that it was made of `layout`'s sweep and has its variables,
  /// but for those that are missing.
  private static func progress(
    in path: String, of layout: ResultsLayout
  ) throws(ResultsError) -> RecordedProgress {
    let reader = try ResultsReader(path)
    guard reader.header.sweepSHA256 == sha256(layout.sweep) else {
      throw .sweepChanged(path: path, recorded: reader.header.sweep, given: layout.sweep)
    }
    let missing = reader.missing(of: layout)
    for variable in layout.variables
    where !missing.contains(variable.dataset.name)
      && (variable.dataset.name != "runs" || reader.hasRuns)
    {
      try reader.requireWritable(variable)
    }
    let attempts: [Int32] = try reader.numbers(of: "attempts", trials: 0..<reader.trialCount)
    let failures = FailureLog(
      try reader.texts(of: "failures").joined(), capacity: layout.failureBytes)
    let runs = reader.hasRuns ? RunLog(try reader.texts(of: "runs").joined()) : nil
    return RecordedProgress(
      missing: missing, statuses: try reader.statuses(), failures: failures,
      attempts: attempts.map { max(0, Int($0)) }, runs: runs)
  }
}

/// How far a sweep has come, as its results file tells.
private struct RecordedProgress {
  /// The variables that the file lacks.
  let missing: Set<String>
  let statuses: [TrialStatus]
  let failures: FailureLog
  let attempts: [Int]
  /// The log of runs; nil where an earlier version of the program made the file without one.
  var runs: RunLog?
}

extension ResultsReader {
  var hasRuns: Bool { variableNames.contains("runs") }

  /// The observables of `layout`, and dimensions of theirs, that the file lacks.
  func missing(of layout: ResultsLayout) -> Set<String> {
    Set(layout.quantities.flatMap { [$0.name] + $0.dimensions.map(\.name) })
      .subtracting(variableNames)
  }

  /// Makes sure that `variable` is stored as this program stores it and can be written in place, so that a file from
  /// elsewhere cannot make this program write anywhere else.
  fileprivate func requireWritable(_ variable: Variable) throws(ResultsError) {
    let name = variable.dataset.name
    let found = try shape(of: name)
    guard found == variable.dataset.shape else {
      throw .damaged(
        path: path, reason: "\(name) is of shape \(found), not \(variable.dataset.shape)")
    }
    let type = variable.dataset.type
    let isAsMade = try reading(name) { (dataset) throws(HDF5Error) in
      guard try dataset.isContiguous() else { return false }
      return try dataset.holds(type)
    }
    guard isAsMade else {
      throw .foreign(
        path: path,
        reason:
          "another program has rewritten it (\(name) is compressed, in pieces or of another type); it can be "
          + "read, but not gone on with")
    }
  }
}

/// Opens a claimed results file for writing, and lets readers in.
///
/// - Throws: `ResultsError.inUse` where another program holds HDF5's lock on it, `.unreadable` where another file has
///   its name by now, or an `HDF5Error`.
func openForWriting(
  _ path: String, _ access: File.Access, _ claim: borrowing FileClaim
) throws -> File {
  claim.stepAside()
  do {
    let file = try File(path, access)
    try claim.share(path)
    guard claim.isAt(path) else {
      throw ResultsError.unreadable(path: path, reason: "it was replaced while it was opened")
    }
    return file
  } catch let error as HDF5Error where error.isLockRefusal {
    throw ResultsError.inUse(path: path)
  }
}
