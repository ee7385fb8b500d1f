import ArgumentParser
import Runs

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Trains a sweep's trials and records them in one HDF5 file.",
    discussion: """
      Started by hand it launches itself under mpirun, with one worker for each core that this process may use (affinity, control groups, the batch system) and a coordinator that sleeps; where \
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

  @Option(
    help:
      "Workers to launch; one for each core that this process may use if left out. 0 trains in this process."
  )
  var workers: Int?

  @Flag(
    help: """
      Go on with a file that an earlier run left; nothing complete is run again. Where there is none yet it is made, \
      so that a batch script can always say so. A sweep with more values on its axes, or more replicates, extends the file.
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
    help: ArgumentHelp(
      """
      Time that a worker may be silent before its trial is given to another. It speaks every second, also while it \
      observes; what is estimated to take longer without a word is waited for.
      """, valueName: "seconds"))
  var patience = 60.0

  @Option(
    help: ArgumentHelp(
      "Time that results may wait in memory before they are written.", valueName: "seconds"))
  var flushEvery = 0.05

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Options for the MPI launcher that it starts, as one word, parted as a shell does: \"--hostfile hosts\".",
      valueName: "options"))
  var launcherOptions = ""

  @Option(
    help: ArgumentHelp(
      """
      The MPI library to load: openmpi, mpich (Intel MPI too), abi, none, or a library's path; by itself that of the \
      launcher. `dynsweep doctor` tells which that is.
      """, valueName: "library"))
  var mpi: String?

  @Option(
    help: ArgumentHelp(
      """
      Log on standard error what happens inside the run, with time and rank: info (workers that come, go and are lost), \
      debug (what is assigned, recalled, ended and flushed, too), trace (heartbeats and checkpoints, too).
      """, valueName: "level"))
  var logLevel: LogLevel?

  @Flag(name: .shortAndLong, help: "Show no progress.")
  var quiet = false

  func validate() throws {
    if let workers, workers < 0 { throw ValidationError("--workers cannot be negative") }
    guard snapshotEvery >= 0 else { throw ValidationError("--snapshot-every cannot be negative") }
    guard patience > 0 else { throw ValidationError("--patience must be more than 0") }
    guard flushEvery >= 0 else { throw ValidationError("--flush-every cannot be negative") }
    if let trialLimit, !(trialLimit > 0) {
      throw ValidationError("--trial-limit must be more than 0")
    }
  }

  private var options: RunOptions {
    var options = RunOptions(sweep: sweep)
    options.output = output
    options.workers = workers
    options.isResumed = resume
    options.snapshotSeconds = snapshotEvery
    options.trialSeconds = trialLimit ?? .infinity
    options.patience = patience
    options.flushSeconds = flushEvery
    options.launcherOptions = launcherOptions
    options.mpi = mpi
    options.isQuiet = quiet
    options.logLevel = logLevel
    return options
  }

  func run() throws {
    let code = try reported { try SweepRun(options).run() }
    if code != 0 { throw ExitCode(code) }
  }
}

extension LogLevel: ExpressibleByArgument {}
