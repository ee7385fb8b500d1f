import CognitiveTasks
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
  package static let section = Section([
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
  ])
}
