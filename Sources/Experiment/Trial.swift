import Networks
package import Training
import Observing
import Observables
package import Records
package import Schema
import Theories

/// One trial, made from its configuration: it says what it records and what it will cost, and can be run.
///
/// It is either a net in training or a theory.
package protocol Trial: Sendable {
  /// The key of all of the trial's random numbers.
  var seed: UInt64 { get }
  /// What a checkpoint records, in the order of its numbers.
  var quantities: [Quantity] { get }
  /// The number of checkpoints that a complete trial records.
  var checkpointCount: Int { get }
  /// The count of trained numbers.
  var parameterCount: Int { get }
  /// A rough count of the whole trial's floating-point operations.
  var flops: Double { get }
  /// A rough estimate of the bytes that a worker with this trial needs.
  var memory: Double { get }
  /// The element type that the trial computes with.
  var precision: TrainingSettings.Precision { get }
  /// The longest time between two heartbeats of a worker with this trial, seconds on a slow machine.
  var longestSilence: Double { get }

  /// Whether `state` fits this trial.
  func accepts(_ state: SavedTrial) -> Bool

  /// Runs the trial and observes it at every checkpoint.
  ///
  /// - Parameters:
  ///   - state: The state from which to resume; nil to start from the beginning. A resumed trial equals bitwise one
  ///     that was never interrupted.
  ///   - heartbeat: Called before each step and each checkpoint with the number of steps made and a function that
  ///     returns the trial's state.
  ///   - observingHeartbeat: Called from time to time during long observations, with the same arguments as `heartbeat`.
  ///   - report: Called with each observation, in order.
  /// - Throws: What `heartbeat` and `report` throw.
  func run(
    from state: SavedTrial?, heartbeat: (_ step: Int, _ state: () -> SavedTrial) throws -> Void,
    observingHeartbeat: (_ step: Int, _ state: () -> SavedTrial) -> Void,
    report: (CheckpointRecord) throws -> Void
  ) throws -> TrialOutcome
}

extension ExperimentSchema {
  /// The trial that settings decoded by `section` describe: a theory's where they name one, else a net's.
  ///
  /// - Throws: `ExperimentError` where data is missing, settings do not go together, or sections of nets stand beside a
  ///   theory.
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

  /// The defaults of the sections that a theory does not use. They are made once, since filling in defaults takes ten
  /// times as long as a tiny trial.
  private static let defaultsBesideTheory: [(key: String, defaults: Settings?)] = [
    ("model", try? NetworkCatalogue.section.settings()),
    ("training", try? TrainingSettings.section.settings()),
    ("observe", try? ObservableCatalogue.section.settings()),
  ]
}
