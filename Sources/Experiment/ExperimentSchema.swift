import Networks
import Observables
public import Schema
import Tasks
import Training

/// What a sweep file may hold, gathered from the rooms' catalogues.
public enum ExperimentSchema {
  public static let section = Section([
    Entry("task", .section(TaskCatalogue.section), "what the nets learn"),
    Entry("model", .section(NetworkCatalogue.section), "the nets"),
    Entry("training", .section(TrainingSettings.section), "how they are trained"),
    Entry("observe", .section(ObservableCatalogue.section), "what is taken at each checkpoint"),
  ])
}
