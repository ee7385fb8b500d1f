import Foundation
import HDF5
import Sweep

extension ResultsWriter {
  /// Goes on with the results file at `path`, whose writer was closed or killed.
  ///
  /// - Parameter layout: What a new file of the sweep would be made of.
  /// - Returns: A writer whose `statuses` say what is left to do.
  /// - Throws: `missing`, `busy`, `sweepChanged`, or what is wrong with the file.
  public static func resume(
    _ path: String, _ layout: ResultsLayout, policy: FlushPolicy = FlushPolicy()
  ) throws(ResultsError) -> ResultsWriter {
    guard FileManager.default.fileExists(atPath: path) else { throw .missing(path: path) }
    let lock = try FileLock(for: path)
    let (statuses, failures, attempts) = try progress(in: path, of: layout)
    do {
      let file = try openForWriting(path, .writeAfterCrash)
      return ResultsWriter(
        lock: lock, file: file, layout: layout, policy: policy, statuses: statuses,
        failures: failures, attempts: attempts)
    } catch {
      throw error as? ResultsError ?? .damaged(path: path, reason: "\(error)")
    }
  }

  /// What the file says of its trials, once it is sure that the file was made of `layout`'s sweep
  /// and has its variables.
  private static func progress(
    in path: String, of layout: ResultsLayout
  ) throws(ResultsError) -> ([TrialStatus], FailureLog, [Int]) {
    let reader = try ResultsReader(path)
    guard reader.header.sweepSHA256 == sha256(layout.sweep) else {
      throw .sweepChanged(path: path, recorded: reader.header.sweep, given: layout.sweep)
    }
    for variable in layout.variables {
      let name = variable.dataset.name
      let found = try reader.shape(of: name)
      guard found == variable.dataset.shape else {
        throw .damaged(
          path: path, reason: "\(name) is of shape \(found), not \(variable.dataset.shape)")
      }
    }
    let attempts: [Int32] = try reader.numbers(of: "attempts", trials: 0..<reader.trialCount)
    return (
      try reader.statuses(), FailureLog(try reader.texts(of: "failures").joined()),
      attempts.map { max(0, Int($0)) }
    )
  }
}

/// Opens a results file for writing, under HDF5's own lock for as long as that takes, where there are such locks.
///
/// - Throws: `inUse` where another program holds HDF5's lock on it, or an `HDF5Error`.
func openForWriting(_ path: String, _ access: File.Access) throws -> File {
  let deadline = ContinuousClock.now + .seconds(2)
  while true {
    do { return try File(path, access, locking: .bestEffort) } catch {
      guard error.isLockRefusal else { throw error }
      // Locks that the file system does not have are done without, as where it says so in the one way that HDF5 knows.
      guard error.systemError == EAGAIN || error.systemError == EACCES else {
        return try File(path, access)
      }
      // A reader may hold it while it opens the file; another program, for as long as it likes.
      guard ContinuousClock.now < deadline else { throw ResultsError.inUse(path: path) }
      usleep(20_000)
    }
  }
}
