public import Networks
public import Observables
public import Tasks

/// Why a trial cannot be set up, in words for the author of the sweep file.
public enum ExperimentError: Error, CustomStringConvertible {
  case task(TaskError)
  case network(NetworkError)
  case observable(ObservableError)
  /// The task cannot be changed like this.
  case change(label: String, reason: String)

  public var description: String {
    switch self {
    case .task(let error): "\(error)"
    case .network(let error): "\(error)"
    case .observable(let error): "\(error)"
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
    case .observable(let error): "observe.\(error.key)"
    case .change: "observe.under_change.changes"
    }
  }
}
