import Experiment
import Foundation
import Orchestration
import Results
import Sweep

/// The results file that a run writes: made anew, gone on with, or extended.
struct SweepFile: ~Copyable {
  /// That of the file, whose text may differ from the one given in comments.
  let design: SweepDesign
  let writer: ResultsWriter

  /// Makes the file at `path`.
  init(creating path: String, _ design: SweepDesign, policy: FlushPolicy) throws {
    let made = try ResultsWriter.create(path, ResultsLayout(design), policy: policy)
    self.design = design
    writer = made
  }

  /// Goes on with the file at `path`.
  ///
  /// A sweep that has only been given more replicates gets a larger file with all that the present one holds. One that
  /// differs in comments or layout alone is the same sweep.
  ///
  /// - Throws: `ResultsError.sweepChanged` where it differs otherwise.
  init(resuming path: String, _ given: SweepDesign, policy: FlushPolicy) throws {
    let recorded = try ResultsReader(path).header.sweep
    var design = given
    if recorded != given.plan.text,
      let earlier = try? SweepPlan(
        text: recorded, file: given.plan.file, schema: ExperimentSchema.section)
    {
      if earlier == given.plan {
        design = try SweepDesign(earlier)
      } else if given.plan.extends(earlier) {
        try ResultsWriter.extend(path, ResultsLayout(given))
      }
    }
    let opened = try ResultsWriter.resume(path, ResultsLayout(design), policy: policy)
    self.design = design
    writer = opened
  }
}
