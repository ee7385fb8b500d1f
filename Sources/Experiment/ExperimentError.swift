public import Networks
public import Observables
public import Tasks

/// Why a trial cannot be set up, in words for the author of the sweep file.
public enum ExperimentError: Error, CustomStringConvertible {
  case task(TaskError)
  case network(NetworkError)
  case observable(ObservableError)

  public var description: String {
    switch self {
    case .task(let error): "\(error)"
    case .network(let error): "\(error)"
    case .observable(let error): "\(error)"
    }
  }
}
