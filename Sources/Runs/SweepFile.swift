import Experiment
import Foundation
import Orchestration
import Results
import SweepFiles

/// The results file that a run writes: new, resumed, or extended.
struct SweepFile: ~Copyable {
  /// That of the file, whose text may differ from the one given in comments.
  let profile: SweepProfile
  let writer: ResultsWriter
  /// What people should know of it.
  let notes: [String]

  /// Makes the file at `path`.
  init(creating path: String, _ profile: SweepProfile, policy: FlushPolicy) throws {
    let made = try ResultsWriter.create(path, ResultsLayout(profile), policy: policy)
    self.profile = profile
    writer = made
    notes = []
  }

  /// Goes on with the file at `path`.
  ///
  /// A sweep that has only been given more replicates, or more points of its design, gets a larger file with all that the present one holds. One that
  /// differs in comments or layout alone is the same sweep.
  ///
  /// - Throws: `ResultsError.sweepChanged` where it differs otherwise.
  init(resuming path: String, _ given: SweepProfile, policy: FlushPolicy) throws {
    let (recorded, runs) = try Self.recorded(in: path)
    var profile = given
    if recorded != given.plan.text,
      let earlier = try? SweepPlan(
        text: recorded, file: given.plan.file, schema: ExperimentSchema.section)
    {
      if earlier == given.plan {
        profile = try SweepProfile(earlier)
      } else if given.plan.extends(earlier) {
        try ResultsWriter.extend(path, ResultsLayout(given))
      }
    }
    let opened = try ResultsWriter.resume(path, ResultsLayout(profile), policy: policy)
    self.profile = profile
    writer = opened
    notes = Self.notes(after: runs)
  }

  /// The sweep and the runs that a file tells of; it is closed again, so that it can be opened for writing.
  private static func recorded(
    in path: String
  ) throws(ResultsError) -> (sweep: String, runs: [RecordedRun]) {
    let reader = try ResultsReader(path)
    return (reader.header.sweep, try RecordedRun.all(in: reader))
  }

  /// Said where this run's numbers need not be bit for bit those of the runs before it.
  private static func notes(after runs: [RecordedRun]) -> [String] {
    let present = RecordedRun(
      from: "", software: ProgramVersion.software, environment: .current())
    let novelties = present.novelties(after: runs)
    guard !novelties.isEmpty else { return [] }
    return [
      "not all is as it was when the file was written: \(novelties.joined(separator: "; ")). Last bits of what is "
        + "recorded from now on may differ from a calm run's; the file's variable `runs` tells it"
    ]
  }
}
