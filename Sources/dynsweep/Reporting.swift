import ArgumentParser
import DataSets
import Figures
import ForeignModels
import Foundation
import Runs

/// Runs `body`. An error that it throws becomes a message on standard error and an `ExitCode`.
func reported<Result>(_ body: () throws -> Result) throws -> Result {
  do { return try body() } catch let code as ExitCode { throw code } catch {
    Console.say("dynsweep: \(error)")
    throw ExitCode(exitStatus(of: error))
  }
}

private func exitStatus(of error: any Error) -> Int32 {
  switch error {
  case is ModelFileError, is InspectionError: ExitStatus.badInput
  case NewArrayFileError.unknownSuffix: EX_USAGE
  case is NewArrayFileError: ExitStatus.cannotCreate
  case FigureError.gnuplotMissing: ExitStatus.unavailable
  default: ExitStatus.of(error)
  }
}
