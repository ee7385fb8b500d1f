import ArgumentParser
import HDF5
import Runs

@main
enum Main {
  static func main() {
    StandardStreams.secure()
    HDF5Library.skipCleanupAtExit()
    Dynsweep.main()
    StandardStreams.end()
  }
}

struct Dynsweep: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dynsweep",
    abstract: "Sweeps hyperparameters of small networks over MPI and records how they learn.",
    discussion: """
      One YAML file in, one HDF5 file out: Lyapunov spectra, rank trajectories and losses of every trial.

      Exit codes: 0 done; 1 a check failed, or every trial of a run; 64 wrong usage; 65 a bad sweep or results file; 69 gnuplot is \
      missing; 73 the output cannot be created; 74 standard output cannot be written; 75 interrupted, --resume goes on; 70 an internal error.
      """,
    version: ProgramVersion.text,
    subcommands: [
      PlanCommand.self, RunCommand.self, ShowCommand.self, WatchCommand.self,
      CompareCommand.self, ReplayCommand.self, MergeCommand.self, ObserveCommand.self,
      VerifyCommand.self, ReportCommand.self, ExtractCommand.self, ExportCommand.self,
      SimilarityCommand.self, SpectrumCommand.self, DoctorCommand.self,
    ])
}
