import Networks
package import Training
import Observing
import Observables
import OutsidePrograms
package import Records
package import Schema
import Theories

/// One trial, made from its configuration: it says what it records and what it will cost, and can be run.
///
/// It is a net in training, a theory, or a program of somebody else.
package protocol Trial: Sendable {
  /// The key of all of the trial's random numbers.
  var seed: UInt64 { get }
  /// What a checkpoint records, in the order of its numbers.
  var quantities: [Quantity] { get }
  /// What is kept beside the numbers of each checkpoint; nil where nothing is.
  var kept: KeptForm? { get }
  /// The number of checkpoints that a complete trial records.
  var checkpointCount: Int { get }
  /// The training step of each checkpoint, ascending; the checkpoint's number where steps are not known beforehand.
  var checkpointSteps: [Int] { get }
  /// The count of trained numbers; −1 where it is not known.
  var parameterCount: Int { get }
  /// A rough count of the whole trial's floating-point operations; 0 where it is not known.
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

extension Trial {
  package var kept: KeptForm? { nil }
  package var checkpointSteps: [Int] { Array(0..<checkpointCount) }
}

extension ExperimentSchema {
  /// The trial that settings decoded by `section` describe: a theory's or a program's where they name one, else a net's.
  ///
  /// - Throws: `ExperimentError` where data is missing, settings do not go together, or sections of nets stand beside a
  ///   theory or a program.
  package static func trial(
    _ settings: Settings, seed: UInt64
  ) throws(ExperimentError) -> any Trial {
    if let program = settings.optionalSection("program") {
      if settings.optionalSection("theory") != nil {
        throw .useless(section: "theory", beside: "a program")
      }
      try checkNoNet(in: settings, beside: "a program")
      do {
        let parameters = settings.optionalSection("parameters")
        return ProgramTrial(try OutsideProgram(program, parameters: parameters), seed: seed)
      } catch { throw .program(error) }
    }
    if settings.optionalSection("parameters") != nil { throw .parametersWithoutProgram }
    guard let theory = settings.optionalSection("theory") else {
      return try NetworkTrial(settings, seed: seed)
    }
    try checkNoNet(in: settings, beside: "a theory")
    do { return TheoryTrial(try TheoryCatalogue.make(theory, seed: seed), seed: seed) } catch {
      throw .theory(error)
    }
  }

  private static func checkNoNet(
    in settings: Settings, beside other: String
  ) throws(ExperimentError) {
    if settings.optionalSection("task") != nil { throw .useless(section: "task", beside: other) }
    for (key, defaults) in defaultsWithoutNet where settings.section(key) != defaults {
      throw .useless(section: key, beside: other)
    }
  }

  /// The defaults of the sections that only nets use. They are made once, since filling in defaults takes ten times as
  /// long as a tiny trial.
  private static let defaultsWithoutNet: [(key: String, defaults: Settings?)] = [
    ("model", try? NetworkCatalogue.section.settings()),
    ("training", try? TrainingSettings.section.settings()),
    ("observe", try? ObservableCatalogue.section.settings()),
    ("keep", try? KeepSettings.section.settings()),
  ]
}
