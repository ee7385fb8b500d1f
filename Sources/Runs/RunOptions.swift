import Records
import Experiment
import Foundation
import Orchestration
import Results
import SweepFiles

/// The options of a run, as the command line gives them.
package struct RunOptions: Sendable {
  /// The path of the sweep file; of the results file where its trials are run again.
  package var sweep: String
  /// What is recorded besides of finished trials, which are run again; nil where a sweep file is run.
  package let rerun: Rerun?
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
  package init(sweep: String) { (self.sweep, rerun) = (sweep, nil) }

  /// The options of a run of finished trials for more, with the default values of all others.
  package init(_ rerun: Rerun) { (sweep, self.rerun) = (rerun.file, rerun) }

  /// The command that makes such a run.
  var command: String { rerun == nil ? "run" : "observe" }

  /// Reads and checks the sweep file, or makes the sweep that is run again.
  ///
  /// - Throws: `SweepError`, or what `Rerun.plan` throws.
  func plan() throws -> SweepPlan {
    if let rerun {
      let plan = try rerun.plan()
      try requireOtherFile(plan, than: rerun.file)
      return plan
    }
    let plan = try SweepPlan(contentsOf: sweep, schema: ExperimentSchema.section)
    try plan.checkFindings()
    return plan
  }

  private func requireOtherFile(_ plan: SweepPlan, than file: String) throws(RerunError) {
    let paths = [outputPath(of: plan), file].map {
      URL(fileURLWithPath: $0).resolvingSymlinksInPath().standardizedFileURL.path
    }
    guard paths[0] != paths[1] else { throw .sameFile(file) }
  }

  /// Sets up the trials of the sweep that `plan()` has read.
  ///
  /// - Throws: `SweepError`, or what `Rerun.profile` throws.
  func profile(of plan: SweepPlan) throws -> SweepProfile {
    try rerun?.profile(of: plan) ?? SweepProfile(plan)
  }

  /// Reads the sweep and sets up its trials, before anything is created.
  ///
  /// - Throws: What `plan` and `profile(of:)` throw.
  func profile() throws -> SweepProfile { try profile(of: plan()) }

  func outputPath(of plan: SweepPlan) -> String {
    output ?? rerun?.outputPath ?? "\(plan.name.fileName).h5"
  }

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
