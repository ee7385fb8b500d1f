import Experiment
import FileOwnership
import Foundation
import Orchestration
import Platform
import Replays
import Results
import Rules
import Snapshots
import SweepFiles

/// The results file that a run writes: new, resumed, or extended.
struct SweepFile: ~Copyable {
  /// The profile of the sweep in the file, whose text may differ from the given one in comments.
  let profile: SweepProfile
  let writer: ResultsWriter
  /// The sweep's rule with all that earlier runs have recorded; nil where it has none.
  let rule: SweepRule?
  /// What people should know about the file.
  let notes: [String]

  /// Makes the file at `path`.
  ///
  /// - Throws: `ResultsError`, as `ResultsWriter.create` does.
  init(creating path: String, _ profile: SweepProfile, policy: FlushPolicy) throws {
    let made = try ResultsWriter.create(path, ResultsLayout(profile), policy: policy)
    self.profile = profile
    writer = made
    rule = profile.rule
    notes = []
  }

  /// Goes on with the file at `path`.
  ///
  /// A sweep of the same name that has all trials of the recorded one gets a larger file with all results; so does one
  /// that tells something else about itself, since attributes cannot change among readers. A sweep that differs only in
  /// comments or layout is the same. One with a rule does not grow, since the rule would decide otherwise among more
  /// trials.
  ///
  /// - Throws: `ResultsError.sweepChanged` where it differs otherwise, or what keeps the file from being written.
  init(resuming path: String, _ given: SweepProfile, policy: FlushPolicy) throws {
    let (recorded, runs) = try Self.recorded(in: path)
    var profile = given
    var growth: [String] = []
    if recorded != given.plan.text,
      let earlier = try? SweepPlan(
        text: recorded, file: given.plan.file, schema: ExperimentSchema.section)
    {
      if earlier == given.plan, earlier.about == given.plan.about {
        profile = try SweepProfile(earlier)
      } else if given.plan.name == earlier.name,
        earlier == given.plan || earlier.rule == nil && given.plan.rule == nil,
        let places = given.plan.places(of: earlier)
      {
        try ResultsWriter.extend(path, ResultsLayout(given), places: places) {
          SnapshotFolder(beside: path).announceMoves(
            from: sha256(recorded), to: sha256(given.plan.text), places: places)
        }
        growth = [
          earlier == given.plan
            ? "the file now tells about itself what the sweep file does"
            : "the file's sweep has become a larger one: of \(given.plan.trialCount) trials it had \(places.count)"
        ]
      }
    }
    let ruleSoFar = try Self.rule(of: profile, in: path)
    let opened = try ResultsWriter.resume(path, ResultsLayout(profile), policy: policy)
    self.profile = profile
    rule = ruleSoFar
    notes =
      growth + Self.notes(after: runs) + Self.notes(unrecorded: opened.unrecorded)
      + Self.notes(on: given.plan.findings, besides: profile.plan.findings)
    writer = opened
  }

  /// Said where the sweep file names findings that the results file, whose sweep stays as it was recorded, does not.
  private static func notes(on findings: [String], besides recorded: [String]) -> [String] {
    let others = findings.filter { !recorded.contains($0) }
    guard !others.isEmpty else { return [] }
    return [
      "the file was begun without findings: [\(others.joined(separator: ", "))]; judge them by dynsweep verify "
        + others.map { "--finding \($0)" }.joined(separator: " ")
    ]
  }

  /// Said where an earlier version, or something else, has made a file with less than this program records.
  private static func notes(unrecorded: [String]) -> [String] {
    guard !unrecorded.isEmpty else { return [] }
    return [
      "the file was made without room for \(unrecorded.joined(separator: ", ")), which this version records; a new file has it"
    ]
  }

  /// The sweep and the runs that a file records. The file is closed again, so that it can be opened for writing.
  private static func recorded(
    in path: String
  ) throws(ResultsError) -> (sweep: String, runs: [RecordedRun]) {
    let reader = try ResultsReader(path)
    return (reader.header.sweep, try RecordedRun.all(in: reader))
  }

  /// A sweep's rule with all that a file records; nil where the sweep has none. The file is closed again.
  private static func rule(of profile: SweepProfile, in path: String) throws -> SweepRule? {
    guard var rule = profile.rule else { return nil }
    let reader = try ResultsReader(path)
    // A file of another sweep is refused later, in words that say so.
    guard reader.header.sweepSHA256 == sha256(profile.plan.text) else { return rule }
    rule.engine.take(try RecordedCourses(rule.rule.measure.quantity, in: reader))
    return rule
  }

  /// Notes for people where this run's numbers may differ in their last bits from those of the runs before.
  private static func notes(after runs: [RecordedRun]) -> [String] {
    let novelties = RecordedRun.present.novelties(after: runs)
    guard !novelties.isEmpty else { return [] }
    return [
      "not all is as it was when the file was written: \(novelties.joined(separator: "; ")). Last bits of what is "
        + "recorded from now on may differ from a calm run's; the file's variable `runs` tells it"
    ]
  }
}
