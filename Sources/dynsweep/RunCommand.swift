import ArgumentParser
import Experiment
import Foundation
import LinearAlgebra
import MessagePassing
import Orchestration
import Results
import Schema
import Sweep

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Trains a sweep's trials and records them in one HDF5 file.",
    discussion: """
      Started by hand it launches itself under mpirun, with one worker per core and a coordinator that sleeps; where \
      no MPI launcher is on the PATH it trains in its own process. Under mpirun or srun (two ranks or more) it is the \
      distributed run: rank 0 coordinates. All three ways give bitwise the same results.

      SIGTERM, SIGINT and SIGUSR1 lead to snapshots and exit code 75; --resume then goes on. On several hosts prefer \
      dynsweep run --workers N --launcher-options "--hostfile hosts" to an mpirun of your own: Open MPI's ends with 0 or \
      1 whatever the sweep ended with, where a lost worker shall not end the job (--enable-recovery).

      The file can be read while the sweep runs: dynsweep watch FILE.h5, or h5py.File(…, "r", swmr=True).

      Examples:
        dynsweep run sweeps/quickstart.yaml
        dynsweep run sweeps/quickstart.yaml -o results/a.h5 --workers 4
        mpirun -n 65 dynsweep run sweep.yaml
      """)

  @Argument(help: "The sweep file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
  var sweep: String

  @Option(
    name: [.short, .customLong("output")],
    help: "The results file; the sweep's name with .h5 in the current directory if left out.",
    completion: .file(extensions: ["h5"]))
  var output: String?

  @Option(help: "Workers to launch; one per core if left out. 0 trains in this process.")
  var workers: Int?

  @Flag(
    help: """
      Go on with a file that an earlier run left; nothing complete is run again. Where there is none yet it is made, \
      so that a batch script can always say so.
      """)
  var resume = false

  @Option(
    help: ArgumentHelp(
      "Time between snapshots of a trial, from which it goes on after a loss; 0 takes none.",
      valueName: "seconds"))
  var snapshotEvery = 60.0

  @Option(
    help: ArgumentHelp(
      "Time that a trial may take; one that takes longer is failed.", valueName: "seconds"))
  var trialLimit: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Options for the MPI launcher that it starts, as one word: \"--hostfile hosts\".",
      valueName: "options"))
  var launcherOptions = ""

  @Flag(name: .shortAndLong, help: "Show no progress.")
  var quiet = false

  func validate() throws {
    if let workers, workers < 0 { throw ValidationError("--workers cannot be negative") }
    guard snapshotEvery >= 0 else { throw ValidationError("--snapshot-every cannot be negative") }
    if let trialLimit, !(trialLimit > 0) {
      throw ValidationError("--trial-limit must be more than 0")
    }
  }

  private var environment: [String: String] { ProcessInfo.processInfo.environment }

  func run() throws {
    useOneThread()
    if case .slurmStepWithoutMPI(let size) = LaunchContext(environment: environment) {
      Failure.say(
        "dynsweep: srun started \(size) processes that cannot find each other; use srun --mpi=pmix, "
          + "or mpirun inside the batch script")
      throw ExitCode(EX_USAGE)
    }
    if case .byLauncher = LaunchContext(environment: environment) {
      try DistributedRun(self).run()
    }
    try Failure.reported { try runByHand() }
  }

  private func runByHand() throws {
    let design = try prepared()
    let count = workers ?? ProcessInfo.processInfo.activeProcessorCount
    if count > 0, let launcher = Launcher.find(environment: environment) {
      let code = try launcher.run(
        workers: min(count, max(design.plan.trialCount, 1)),
        options: launcherOptions.split(separator: " ").map(String.init),
        arguments: Array(CommandLine.arguments.dropFirst()), continuation: ["--resume"])
      if code != 0 { throw ExitCode(code) }
      return
    }
    if count > 0 && !quiet {
      Failure.say("dynsweep: no MPI launcher on the PATH; training in this process alone")
    }
    let code = try runAlone(design)
    if code != 0 { throw ExitCode(code) }
  }

  /// Trains in this process.
  ///
  /// - Returns: The exit code.
  func runAlone(_ design: SweepDesign) throws -> Int32 {
    Interruption.listen()
    let session = try RunSession(self, design)
    return session.endingAtOnceOnError {
      var runner = try SweepRunner(session.payload, file: sweep)
      var sink = session.sink
      let ending = try runInProcess(
        session.order, runner: &runner, sink: &sink, observer: session.observer)
      return try session.end(ending)
    }
  }

  /// The sweep, checked in full; nothing is created before.
  func prepared() throws -> SweepDesign {
    let plan = try SweepPlan(contentsOf: sweep, schema: ExperimentSchema.section)
    try checkFindings(of: plan)
    return try SweepDesign(plan)
  }

  func outputPath(of plan: SweepPlan) -> String { output ?? "\(plan.name).h5" }
}
