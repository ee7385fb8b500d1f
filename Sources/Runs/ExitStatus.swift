import Judging
import Foundation
import Launching
import Orchestration
import Results
import SweepFiles

/// What a process ends with, for scripts.
package enum ExitStatus {
  package static let checkFailed: Int32 = 1
  package static let badInput: Int32 = 65
  package static let unavailable: Int32 = 69
  package static let internalError: Int32 = 70
  package static let cannotCreate: Int32 = 73
  package static let resumable: Int32 = 75

  /// What a run ends with that met `error`.
  package static func of(_ error: any Error) -> Int32 {
    switch error {
    case let error as ResultsError:
      if case .cannotWrite = error { return resumable }
      return error.concernsOutput ? cannotCreate : badInput
    case is SweepError, is FindingError: return badInput
    case OrchestrationError.allUnfit: return badInput
    case LaunchError.launchFailed, LaunchError.cannotStart: return internalError
    case LaunchError.badOptions, LaunchError.unknownHosts: return EX_USAGE
    case LaunchError.noNote: return cannotCreate
    case is OrchestrationError: return resumable
    default: return internalError
    }
  }
}
