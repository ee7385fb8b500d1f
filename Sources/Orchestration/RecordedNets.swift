import Records
import Results

/// The nets that a results file holds of trials at their checkpoints, with which they need not be trained again.
package final class RecordedNets {
  private let reader: ResultsReader

  /// - Throws: `ResultsError` where the file cannot be read.
  package init(_ path: String) throws { reader = try ResultsReader(path) }

  /// What is kept of a trial at each step at which everything is, by name.
  ///
  /// - Throws: `ResultsError.unreadable` where the file cannot be read.
  func nets(of trial: TrialID) throws -> [Int: [String: KeptNumbers]] {
    let number = trial.number
    guard (0..<reader.trialCount).contains(number) else { return [:] }
    let steps = try reader.integers(of: "step", trials: number..<number + 1)
    var nets: [Int: [String: KeptNumbers]] = [:]
    for (checkpoint, step) in steps.enumerated() where step >= 0 {
      let arrays = try reader.kept(of: trial, checkpoint: checkpoint, isLast: false) ?? []
      nets[step] = Dictionary(arrays.map { ($0.name, $0.numbers) }) { first, _ in first }
    }
    return nets
  }
}
