import Foundation
import Records
import Results
import ResultsSupport

/// Writes the example's trials, in an order of their own, until it is killed or done; says how many
/// are acknowledged. Goes on with a file that is there.
///
/// Usage: ResultsCrashWriter FILE.h5 TRIALS TRIALS_PER_FLUSH
@main
struct ResultsCrashWriter {
  static func main() throws {
    let path = CommandLine.arguments[1]
    let numbers = CommandLine.arguments.dropFirst(2).compactMap { Int($0) }
    let layout = ResultsLayout.example(trials: numbers[0], checkpoints: 2)
    // Only the flushes that it reports.
    let policy = FlushPolicy(interval: .seconds(3600))
    var writer =
      FileManager.default.fileExists(atPath: path)
      ? try ResultsWriter.resume(path, layout, policy: policy)
      : try ResultsWriter.create(path, layout, policy: policy)
    for position in 0..<numbers[0] {
      // 7919 is prime: a walk through all trials that leaves gaps.
      let trial = position * 7919 % numbers[0]
      guard writer.statuses[trial] != .complete else { continue }
      for checkpoint in 0..<2 {
        try writer.record(
          trial: TrialID(trial), checkpoint: checkpoint, step: 100 * checkpoint,
          values: layout.exampleRow(trial: trial, checkpoint: checkpoint))
      }
      try writer.setStatus(TrialRecord(TrialID(trial), .complete, attempts: 1, worker: 2))
      guard (position + 1) % numbers[1] == 0 else { continue }
      try writer.flush()
      say("\(position + 1)\n")
    }
    try writer.close()
  }

  /// One unbuffered write, so that the line is out before the next row is.
  static func say(_ line: String) {
    FileHandle.standardOutput.write(Data(line.utf8))
  }
}
