import CognitiveTasks
import Layers
import Networks
import Training
import Tasks
import Observing
import Observables
import OutsidePrograms
package import Schema
import Theories

/// The settings of a trial that a sweep file may hold, gathered from the rooms' catalogues.
package enum ExperimentSchema {
  /// The sections `task`, `theory`, `program`, `parameters`, `model`, `training`, `observe` and `keep`, with their defaults.
  package static let section = Section(entries, derived: [parameterCount])

  private static let entries = [
    Entry("task", .optional(TaskCatalogue.section), "what the nets learn"),
    Entry(
      "theory", .optional(TheoryCatalogue.section),
      "equations of learning to follow, in place of task, model, training and observe"),
    Entry(
      "program", .optional(OutsideProgram.section),
      "a program of your own that trains, in place of task, model, training and observe"),
    Entry(
      "parameters", .free,
      "what the program is told, as a JSON object; whole numbers are written without a point"),
    Entry("model", .section(NetworkCatalogue.section), "the nets"),
    Entry("training", .section(TrainingSettings.section), "how they are trained"),
    Entry("observe", .section(ObservableCatalogue.section), "what is taken at each checkpoint"),
    Entry("keep", .section(KeepSettings.section), "what is kept of the nets themselves"),
  ]

  /// How many numbers a trial trains, as the results file has it. Neither training nor observables change it.
  private static let parameterCount = DerivedNumber(
    "parameter_count", "how many numbers the trial trains"
  ) { path in
    !["training", "observe", "keep", "program", "parameters"].contains(path.prefix { $0 != "." })
  } value: { settings, seed in
    Double(try parameterCount(of: settings, seed: seed))
  }

  /// - Throws: `ExperimentError` where the net or the theory cannot be made, or a program trains.
  private static func parameterCount(
    of settings: Settings, seed: UInt64
  ) throws(ExperimentError) -> Int {
    guard settings.optionalSection("program") == nil else { throw .uncounted }
    guard let theory = settings.optionalSection("theory") else {
      return try NetworkTrial.pair(settings, seed: seed).network.layout.trainedCount
    }
    do { return try TheoryCatalogue.make(theory, seed: seed).parameterCount } catch {
      throw .theory(error)
    }
  }
}
