public import Networks
public import Observables
public import Tasks
public import Theories

/// Why a trial cannot be set up, in words for the author of the sweep file.
public enum ExperimentError: Error, CustomStringConvertible {
  case task(TaskError)
  case network(NetworkError)
  case observable(ObservableError)
  case theory(TheoryError)
  /// Neither a task nor a theory, and so nothing that learns.
  case nothingToLearn
  /// A section that only nets in training have, beside a theory.
  case uselessBesideTheory(section: String)
  /// The task cannot be changed like this.
  case change(label: String, reason: String)

  public var description: String {
    switch self {
    case .task(let error): "\(error)"
    case .network(let error): "\(error)"
    case .observable(let error): "\(error)"
    case .theory(let error): "\(error)"
    case .nothingToLearn:
      "neither task nor theory; expected task: {name: …} for nets in training, or theory: {name: …}"
    case .uselessBesideTheory(let section):
      "\(section) has no meaning beside a theory; leave it out, or put a task in the theory's place"
    case .change(let label, let reason): "the task under the change \(label): \(reason)"
    }
  }

  /// The setting to look at, as a path of the sweep file.
  public var path: String {
    switch self {
    case .task(.missingDataSet), .task(.unreadable), .task(.malformed): "task.path"
    case .task(.unsuitable(let setting, _, _)): "task.\(setting)"
    case .task(.unknownTask): "task.name"
    case .network(.indivisibleWidth): "model.width"
    case .network(.noHiddenLayers): "model.widths"
    case .observable(.needsRecurrence(let key)), .observable(.needsOneOutput(let key)),
      .observable(.needsPlane(let key)):
      "observe.\(key)"
    case .theory(.unsuitable(let setting, _, _)): "theory.\(setting)"
    case .nothingToLearn: "task"
    case .uselessBesideTheory(let section): section
    case .change: "observe.under_change.changes"
    }
  }
}
