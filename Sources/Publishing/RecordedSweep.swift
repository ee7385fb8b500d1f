import Experiment
import FileOwnership
import Foundation
package import Results
import Records
package import Runs
import Schema
package import SweepFiles

/// What a results file says of its sweep and of how it came about: all that a paper or an archive asks for.
package struct RecordedSweep {
  /// The name of the results file, without folders.
  package let fileName: String
  /// What the file says of itself as a whole.
  package let header: ResultsHeader
  /// The sweep, read from its text in the file.
  package let plan: SweepPlan
  /// The programs and machines that wrote the file, the oldest first.
  package let runs: [RecordedRun]
  /// How each trial stands.
  let statuses: [TrialStatus]
  /// How often trials were begun, those begun again counted again.
  let attempts: Int
  /// The numbers of the workers that trained trials last; 0 is a process that trained all by itself.
  let workers: Set<Int>
  /// How long the last attempt took of each trial of which the file tells it, in seconds.
  let seconds: [Double]
  /// The seeds of the replicates, in their order.
  let seeds: [UInt64]
  /// What is recorded at each checkpoint.
  let quantities: [VariableInformation]

  /// Reads it.
  ///
  /// - Throws: `ResultsError` where the file cannot be read or is not of its sweep, `SweepError` where this program does not know what its
  ///   sweep says.
  package init(_ reader: borrowing ResultsReader) throws {
    fileName = URL(fileURLWithPath: reader.path).lastPathComponent
    header = reader.header
    plan = try SweepPlan(
      text: reader.header.sweep, file: "\(reader.header.name).yaml",
      schema: ExperimentSchema.section)
    guard plan.trialCount == reader.trialCount else {
      throw ResultsError.damaged(
        path: reader.path,
        reason:
          "its sweep has \(counted(plan.trialCount, "trial")), and it has room for \(reader.trialCount)"
      )
    }
    runs = try RecordedRun.all(in: reader)
    statuses = try reader.statuses()
    attempts = try reader.integers(of: "attempts").reduce(0) { $0 + max(0, $1) }
    workers = Set(try reader.integers(of: "worker").filter { $0 >= 0 })
    seconds = try reader.values(of: "seconds").values.filter(\.isFinite)
    let replicates = zip(try reader.integers(of: "replicate"), try reader.seeds())
    seeds = Dictionary(replicates) { first, _ in first }.sorted { $0.key < $1.key }.map(\.value)
    quantities = try Self.quantities(reader)
  }

  private static func quantities(
    _ reader: borrowing ResultsReader
  ) throws(ResultsError) -> [VariableInformation] {
    var found: [VariableInformation] = []
    for name in reader.variableNames where name != "step" {
      let variable = try reader.information(on: name)
      if variable.dimensions.starts(with: ["trial", "checkpoint"]) { found.append(variable) }
    }
    return found
  }

  /// How many trials stand so.
  func count(_ status: TrialStatus) -> Int { statuses.count { $0 == status } }

  /// How many trials stand in each way, those that ended first, without ways in which none does.
  var statusCounts: [(status: TrialStatus, count: Int)] {
    let order: [TrialStatus] = [.complete, .diverged, .failed, .pruned, .running, .pending]
    return order.map { (status: $0, count: count($0)) }.filter { $0.count > 0 }
  }

  /// The same in words: `6 complete, 1 failed`.
  var statusText: String {
    statusCounts.map { "\($0.count) \($0.status)" }.joined(separator: ", ")
  }

  /// How many trials the file has.
  var trialCount: Int { statuses.count }

  /// Whether no trial is still to be run.
  package var isOver: Bool { statuses.allSatisfy(\.isClosed) }

  /// The programs that wrote the file, each once: `dynsweep 0.1.0 (commit 3f3ce70)`.
  var programs: [String] {
    var programs = runs.map(\.software)
    if programs.isEmpty { programs = [header.software] }
    return programs.uniqued
  }

  /// Whether this very program wrote all of the file, so that settings that the sweep leaves out had its defaults.
  var isOfThisProgram: Bool { programs == [ProgramVersion.software] }
}
