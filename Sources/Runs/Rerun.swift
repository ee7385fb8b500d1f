import Experiment
import FileOwnership
import Foundation
import Orchestration
import Records
import Reruns
import Results
import Schema
import SweepFiles

/// What is to be recorded besides of the finished trials of a results file, which are run again for that.
package struct Rerun: Sendable {
  /// Checkpoints from a first step to a last one.
  package struct Window: Sendable {
    package let steps: ClosedRange<Int>
    package let every: Int

    package init(_ steps: ClosedRange<Int>, every: Int) {
      (self.steps, self.every) = (steps, every)
    }

    var count: Int { (steps.upperBound - steps.lowerBound) / every + 1 }
  }

  /// The path of the results file.
  package let file: String
  /// The path of a file with the observables; nil where there are none.
  package let observables: String?
  /// The further checkpoints; nil where there are none.
  package let window: Window?
  /// The trials to run again; nil for all that are finished.
  package let trials: [ClosedRange<Int>]?
  /// Whether the nets are those that the file has kept at each checkpoint, rather than trained again.
  package let isFromWeights: Bool

  package init(
    _ file: String, observables: String?, window: Window?, trials: [ClosedRange<Int>]?,
    isFromWeights: Bool
  ) {
    self.file = file
    self.observables = observables
    self.window = window
    self.trials = trials
    self.isFromWeights = isFromWeights
  }

  /// The file that has the trials' nets; nil where they are trained.
  var nets: String? { isFromWeights ? file : nil }

  /// The name of the new file where none is given.
  var outputPath: String {
    let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
    return "\(name.fileName)-observed.h5"
  }

  /// The recorded sweep with what is added.
  ///
  /// - Throws: `SweepError` where that does not fit it, `RerunError` where it trains no nets, has a rule, or has no such
  ///   trials, or what keeps the file from being read.
  func plan() throws -> SweepPlan {
    let recorded = try recordedPlan()
    let settings = recorded.configuration(of: 0).settings
    for kind in ["theory", "program"] where settings.optionalSection(kind) != nil {
      throw RerunError.noNets(file, kind)
    }
    guard recorded.rule == nil else { throw RerunError.ruled(file) }
    let trials = try chosenTrials()
    if isFromWeights { try requireNets(of: trials, in: recorded) }
    var addition =
      try observables.map { (path) throws(SweepError) in try SweepAddition(contentsOf: path) }
      ?? SweepAddition(file: "--steps")
    if let window {
      addition.addCheckpoints(
        from: window.steps.lowerBound, count: window.count, every: window.every)
    }
    let name = URL(fileURLWithPath: file).lastPathComponent.clipped
    return try addition.added(
      to: recorded,
      comment:
        "The sweep of \(name), whose trials were run again by dynsweep observe for what it adds."
    )
  }

  private func requireNets(of trials: Set<Int>, in recorded: SweepPlan) throws(RerunError) {
    let keepsAll = trials.allSatisfy {
      recorded.configuration(of: $0).settings.section("keep").text("weights") == "all"
    }
    guard keepsAll, window == nil else { throw .notKept(file) }
  }

  /// Sets up the trials of the sweep that `plan()` has made.
  ///
  /// - Throws: `SweepError` where an observable does not fit a trial's net, `RerunError` where further checkpoints lie
  ///   beyond every trial, or would change what is recorded.
  func profile(of plan: SweepPlan) throws -> SweepProfile {
    let profile: SweepProfile
    do { profile = try SweepProfile(plan) } catch {
      // What is wrong with the recorded sweep itself, such as missing data, is told of its own text.
      _ = try SweepProfile(recordedPlan())
      throw error
    }
    guard let window else { return profile }
    guard window.steps.lowerBound <= profile.lastStep else {
      throw RerunError.beyond(file, window.steps, last: profile.lastStep)
    }
    let recorded = try recordedPlan().configuration(of: 0).settings.section("observe").sections.keys
    let changed = profile.remembering.intersection(recorded).sorted()
    guard changed.isEmpty else { throw RerunError.remembering(file, changed) }
    return profile
  }

  /// The trials that are run again: those that are asked for, or all that are finished.
  ///
  /// - Throws: `RerunError` where there are none, or one of them is not finished.
  func chosenTrials() throws -> Set<Int> {
    let statuses = try guardedAgainstCrashes(on: file) { try ResultsReader(file).statuses() }
    // A trial that diverged did so between two checkpoints.
    let wanted: [TrialStatus] = isFromWeights ? [.complete] : [.complete, .diverged]
    guard let trials else {
      let finished = statuses.indices.filter { wanted.contains(statuses[$0]) }
      guard !finished.isEmpty else { throw RerunError.noFinished(file) }
      return Set(finished)
    }
    var chosen: Set<Int> = []
    for trial in trials.joined() {
      guard statuses.indices.contains(trial) else {
        throw RerunError.noTrial(file, trial, count: statuses.count)
      }
      guard wanted.contains(statuses[trial]) else {
        throw RerunError.unfinished(file, trial, statuses[trial], wanted: wanted)
      }
      chosen.insert(trial)
    }
    return chosen
  }

  /// What the trials must find again.
  ///
  /// - Throws: `ResultsError`, as `RerunCheck` does.
  func check(_ profile: SweepProfile) throws -> RerunCheck {
    let news = try novelties()
    let circumstances =
      news.isEmpty
      ? "program and machine are those that computed it" : news.joined(separator: "; ")
    return try guardedAgainstCrashes(on: file) {
      try RerunCheck(file, ResultsLayout(profile), circumstances: circumstances)
    }
  }

  /// What differs in this run from those that have computed the file.
  private func novelties() throws -> [String] {
    try guardedAgainstCrashes(on: file) {
      RecordedRun.present.novelties(after: try RecordedRun.all(in: ResultsReader(file)))
    }
  }

  /// What people should know: what may keep numbers from being found again, what this version does not record, and
  /// which trials are left out.
  func notes(_ profile: SweepProfile) throws -> [String] {
    let news = try novelties()
    let reader = try ResultsReader(file)
    let names = Set(profile.quantities.map(\.name))
    let others = try reader.observables().filter { !names.contains($0) }
    let left = try reader.trialCount - chosenTrials().count
    var notes: [String] = []
    if !news.isEmpty {
      notes.append(
        "not all is as it was when \(file) was computed: \(news.joined(separator: "; ")); its numbers may not be found "
          + "again")
    }
    if !others.isEmpty {
      notes.append(
        "left out of what \(file) holds, since this version does not record it: \(listed(others))")
    }
    if trials == nil, left > 0 {
      notes.append("\(left) trials of \(file) are not complete, and stay pending")
    }
    return notes
  }

  private func recordedPlan() throws -> SweepPlan {
    if let holder = currentWriter(of: file) { throw ResultsError.busy(path: file, holder: holder) }
    let header = try guardedAgainstCrashes(on: file) { try ResultsReader(file).header }
    // A sweep without a name has that of its file, which the title keeps.
    let plan = try SweepPlan(
      text: header.sweep, file: "\(header.title).yaml", schema: ExperimentSchema.section)
    guard header.trialCount == plan.trialCount else {
      throw ResultsError.damaged(
        path: file, reason: "it has \(header.trialCount) trials, and its sweep \(plan.trialCount)")
    }
    return plan
  }
}
