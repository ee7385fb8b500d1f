import Networks
package import Training
import Observing
import Observables
package import Records
package import Schema
import Theories

/// One trial, made from its configuration: it says what it records and what it will cost, and runs.
///
/// Either a net in training or a theory.
package protocol Trial: Sendable {
  var seed: UInt64 { get }
  /// What a checkpoint records, in the order of its numbers.
  var quantities: [Quantity] { get }
  var checkpointCount: Int { get }
  /// Trained numbers.
  var parameterCount: Int { get }
  /// Floating-point operations of the whole trial, roughly.
  var flops: Double { get }
  /// Bytes that a worker needs for it, roughly.
  var memory: Double { get }
  var precision: TrainingSettings.Precision { get }
  /// For how long a worker at such a trial may say nothing, in seconds, on a slow machine.
  var longestSilence: Double { get }

  /// Whether `state` can be one of this trial's.
  func accepts(_ state: SavedTrial) -> Bool

  /// Runs the trial and observes it at every checkpoint.
  ///
  /// - Parameters:
  ///   - state: Where to go on; from the start where nil. The rest is bitwise what it would have been.
  ///   - heartbeat: Called before each step and each checkpoint with the number of steps made, and with a function that
  ///     tells the trial's state.
  ///   - observingHeartbeat: Called as `heartbeat`, now and then while something that takes long is observed.
  ///   - report: Called with each observation, in order.
  /// - Throws: What `heartbeat` and `report` throw.
  func run(
    from state: SavedTrial?, heartbeat: (_ step: Int, _ state: () -> SavedTrial) throws -> Void,
    observingHeartbeat: (_ step: Int, _ state: () -> SavedTrial) -> Void,
    report: (CheckpointRecord) throws -> Void
  ) throws -> TrialOutcome
}

extension ExperimentSchema {
  /// The trial that settings decoded by `section` describe.
  ///
  /// - Throws: `ExperimentError` where data is missing or settings do not go together.
  package static func trial(
    _ settings: Settings, seed: UInt64
  ) throws(ExperimentError) -> any Trial {
    guard let theory = settings.optionalSection("theory") else {
      return try NetworkTrial(settings, seed: seed)
    }
    if settings.optionalSection("task") != nil { throw .uselessBesideTheory(section: "task") }
    for (key, defaults) in defaultsBesideTheory where settings.section(key) != defaults {
      throw .uselessBesideTheory(section: key)
    }
    do { return TheoryTrial(try TheoryCatalogue.make(theory, seed: seed), seed: seed) } catch {
      throw .theory(error)
    }
  }

  /// What the sections that a theory has no use for hold where the sweep says nothing of them. Made once: filling defaults
  /// in takes ten times as long as a tiny trial.
  private static let defaultsBesideTheory: [(key: String, defaults: Settings?)] = [
    ("model", try? NetworkCatalogue.section.settings()),
    ("training", try? TrainingSettings.section.settings()),
    ("observe", try? ObservableCatalogue.section.settings()),
  ]
}
