package import Training
package import Tasks
package import Layers
package import Observing
package import Theories

/// Why a trial cannot be set up, in words for the author of the sweep file.
package enum ExperimentError: Error, CustomStringConvertible {
  case task(TaskError)
  case network(NetworkError)
  case observable(ObservableError)
  /// The task cannot be changed like this.
  case change(label: String, reason: String)
  case theory(TheoryError)
  /// Neither a task nor a theory, and so nothing that learns.
  case nothingToLearn
  /// A section that only nets in training have, beside a theory.
  case uselessBesideTheory(section: String)
  case flossing(FlossingError)
  /// Operations of one pass, or of one observation, that no machine ends.
  case tooLarge(String, operations: Double, path: String)
  /// More memory than any machine has.
  case tooBig(bytes: Double)

  package var description: String {
    switch self {
    case .task(let error): "\(error)"
    case .network(let error): "\(error)"
    case .observable(let error): "\(error)"
    case .change(let label, let reason): "the task under the change \(label): \(reason)"
    case .theory(let error): "\(error)"
    case .nothingToLearn:
      "neither task nor theory; expected task: {name: …} for nets in training, or theory: {name: …}"
    case .uselessBesideTheory(let section):
      "\(section) has no meaning beside a theory; leave it out, or put a task in the theory's place"
    case .flossing(let error): "\(error)"
    case .tooLarge(let what, let operations, _):
      "\(what) would take \(operations) operations; expected a smaller one, which ends"
    case .tooBig(let bytes):
      "a trial would take \(bytes) bytes of memory; expected fewer units, or shorter or fewer sequences to train on or "
        + "to observe"
    }
  }

  /// The setting to look at, as a path of the sweep file.
  package var path: String {
    switch self {
    case .task(.data): "task.path"
    case .task(.unsuitable(let setting, _, _)): "task.\(setting)"
    case .network(.indivisibleWidth): "model.width"
    case .network(.noHiddenLayers): "model.widths"
    case .network(.noBiases): "model.initial.first"
    case .network(.differentiatedByInputs): "model.attention"
    case .flossing(let error): error.path
    case .tooLarge(_, _, let path): path
    case .tooBig: "model"
    case .observable(let error): "observe.\(error.key)"
    case .change: "observe.under_change.changes"
    case .theory(.unsuitable(let setting, _, _)): "theory.\(setting)"
    case .nothingToLearn: "task"
    case .uselessBesideTheory(let section): section
    }
  }
}
