import Records
import Experiment
import Foundation
import Orchestration
import Results
import SweepFiles

/// The options of a run, as the command line gives them.
package struct RunOptions: Sendable {
  /// The path of the sweep file.
  package var sweep: String
  /// The path of the results file; nil for a file named after the sweep.
  package var output: String?
  /// How many workers to launch: as many as there are cores where nil; 0 trains in this process.
  package var workers: Int?
  /// Whether to go on with the results of an earlier run.
  package var isResumed = false
  /// The time between two snapshots of a trial, in seconds; 0 takes none.
  package var snapshotSeconds = 60.0
  /// How long a trial may take, in seconds.
  package var trialSeconds = Double.infinity
  /// How long a worker may be silent, in seconds.
  package var patience = 60.0
  /// How long results may wait in memory, in seconds.
  package var flushSeconds = 0.05
  /// Options for the MPI launcher, in one text that is split into words as a shell does.
  package var launcherOptions = ""
  /// The MPI library to load, in a form that `MPILibrary.Choice` reads; nil for the launcher's own.
  package var mpi: String?
  /// Whether only problems are reported, without progress and notes.
  package var isQuiet = false
  /// How much is logged of the events in the run; nothing where nil.
  package var logLevel: LogLevel?

  /// The options of a run of the sweep file at `sweep`, with the default values of all others.
  package init(sweep: String) { self.sweep = sweep }

  /// Reads and checks the sweep file.
  ///
  /// - Throws: `SweepError`.
  func plan() throws -> SweepPlan {
    let plan = try SweepPlan(contentsOf: sweep, schema: ExperimentSchema.section)
    try plan.checkFindings()
    return plan
  }

  /// Reads the sweep file and sets up its trials, before anything is created.
  ///
  /// - Throws: `SweepError`.
  func profile() throws -> SweepProfile { try SweepProfile(plan()) }

  func outputPath(of plan: SweepPlan) -> String { output ?? "\(plan.name.fileName).h5" }

  /// Whether this run resumes a file that holds trials which have been begun.
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
