import ArgumentParser
import Figures
import Findings
import ForeignModels
import Foundation
import Launching
import Orchestration
import Results
import Schema
import SweepFiles

/// How a command ends when it cannot do what it was asked.
enum Failure {
  static let checkFailed: Int32 = 1
  static let badInput: Int32 = 65
  static let unavailable: Int32 = 69
  static let internalError: Int32 = 70
  static let cannotCreate: Int32 = 73
  static let resumable: Int32 = 75

  /// Runs `body`; an error becomes a message on standard error and an exit code.
  static func reported<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let code as ExitCode { throw code } catch {
      say("dynsweep: \(error)")
      throw ExitCode(code(of: error))
    }
  }

  static func code(of error: any Error) -> Int32 {
    switch error {
    case let error as ResultsError:
      if case .cannotWrite = error { return resumable }
      return error.concernsOutput ? cannotCreate : badInput
    case is SweepError, is ModelFileError, is InspectionError, is FindingError: return badInput
    case FigureError.gnuplotMissing: return unavailable
    case OrchestrationError.allUnfit: return badInput
    case LaunchError.launchFailed, LaunchError.cannotStart: return internalError
    case LaunchError.badOptions, LaunchError.unknownHosts: return EX_USAGE
    case LaunchError.noNote: return cannotCreate
    case is OrchestrationError: return resumable
    default: return internalError
    }
  }

  /// A line for people, on standard error; what came from files is shown, not obeyed.
  static func say(_ line: String) {
    StandardStreams.say(line.printable + "\n")
  }
}
