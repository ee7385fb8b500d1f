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
      let file = try File(path, .writeAfterCrash)
      return ResultsWriter(
        lock: lock, file: file, layout: layout, policy: policy, statuses: statuses,
        failures: failures, attempts: attempts)
    } catch {
      throw .damaged(path: path, reason: "\(error)")
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
