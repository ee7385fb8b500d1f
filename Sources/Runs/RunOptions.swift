import Records
import Experiment
import Foundation
import Orchestration
import Results
import SweepFiles

/// What a run is asked for.
package struct RunOptions: Sendable {
  /// The sweep file.
  package var sweep: String
  /// The results file; after the sweep's name where nil.
  package var output: String?
  /// How many to launch; one a core where nil, and 0 trains in this process.
  package var workers: Int?
  /// Whether to go on with what an earlier run left.
  package var isResumed = false
  /// Between two snapshots of a trial; 0 takes none.
  package var snapshotSeconds = 60.0
  /// What a trial may take.
  package var trialSeconds = Double.infinity
  /// How long a worker may be silent, in seconds.
  package var patience = 60.0
  /// How long results may wait in memory.
  package var flushSeconds = 0.05
  /// For the MPI launcher, parted as a shell does.
  package var launcherOptions = ""
  /// The MPI library to load, as `MPILibrary.Choice` reads it; the launcher's where nil.
  package var mpi: String?
  package var isQuiet = false
  /// What is logged of what happens inside; nothing where nil.
  package var logLevel: LogLevel?

  package init(sweep: String) { self.sweep = sweep }

  /// The sweep, read and checked.
  func plan() throws -> SweepPlan {
    let plan = try SweepPlan(contentsOf: sweep, schema: ExperimentSchema.section)
    try plan.checkFindings()
    return plan
  }

  /// The sweep, checked in full; nothing is created before.
  func profile() throws -> SweepProfile { try SweepProfile(plan()) }

  func outputPath(of plan: SweepPlan) -> String { output ?? "\(plan.name.fileName).h5" }

  /// Whether this run was to go on with a file that holds trials which have been begun.
  var hasTrialsToGoOnWith: Bool {
    guard isResumed, let path = output ?? (try? outputPath(of: plan())) else { return false }
    return Self.hasTrials(path)
  }

  /// Whether a file holds trials that have been begun.
  static func hasTrials(_ path: String) -> Bool {
    guard FileManager.default.fileExists(atPath: path) else { return false }
    let statuses = guardedAgainstCrashes(on: path) { try? ResultsReader(path).statuses() }
    return statuses?.contains { $0 != .pending } ?? false
  }
}
