import ArgumentParser
import Runs

/// The options of commands that train: how many workers there are, what they are given, and what is told of it.
struct RunArguments: ParsableArguments {
  @Option(
    help:
      "Workers to launch; one for each core that this process may use if left out. 0 trains in this process."
  )
  var workers: Int?

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

  /// Runs with `options`, to which these are added.
  ///
  /// - Throws: An `ExitCode`, after a message, where the run does not end well.
  func run(_ options: RunOptions) throws {
    var options = options
    options.workers = workers
    options.snapshotSeconds = snapshotEvery
    options.trialSeconds = trialLimit ?? .infinity
    options.patience = patience
    options.flushSeconds = flushEvery
    options.launcherOptions = launcherOptions
    options.mpi = mpi
    options.isQuiet = quiet
    options.logLevel = logLevel
    let code = try reported { try SweepRun(options).run() }
    if code != 0 { throw ExitCode(code) }
  }
}

extension LogLevel: ExpressibleByArgument {}
