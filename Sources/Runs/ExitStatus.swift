import FileOwnership
import Judging
import Foundation
import Launching
import Orchestration
import Replays
import Results
import Rules
import SweepFiles

/// The exit codes of this program, for scripts; from 65 on, they are those of `sysexits.h`.
package enum ExitStatus {
  /// A check has failed: findings are missed, files differ, or every trial has failed.
  package static let checkFailed: Int32 = 1
  /// A sweep file or a results file cannot be used (EX_DATAERR).
  package static let badInput: Int32 = 65
  /// Something that the command needs is not there (EX_UNAVAILABLE).
  package static let unavailable: Int32 = 69
  /// The program or MPI failed (EX_SOFTWARE).
  package static let internalError: Int32 = 70
  /// The output file cannot be made where it should be (EX_CANTCREAT).
  package static let cannotCreate: Int32 = 73
  /// The run ended early and can be resumed (EX_TEMPFAIL).
  package static let resumable: Int32 = 75

  /// The exit code of a run that ended with `error`.
  package static func of(_ error: any Error) -> Int32 {
    switch error {
    case let error as ResultsError:
      if case .cannotWrite = error { return resumable }
      if case .foundOtherwise = error { return checkFailed }
      return error.concernsOutput ? cannotCreate : badInput
    case RerunError.sameFile: return cannotCreate
    case is SweepError, is FindingError, is MergeError, is RerunError, is ReplayError, is RuleError:
      return badInput
    case OrchestrationError.allUnfit: return badInput
    case LaunchError.launchFailed, LaunchError.cannotStart: return internalError
    case LaunchError.badOptions, LaunchError.unknownHosts: return EX_USAGE
    case LaunchError.noNote: return cannotCreate
    case is OrchestrationError: return resumable
    default: return internalError
    }
  }
}
