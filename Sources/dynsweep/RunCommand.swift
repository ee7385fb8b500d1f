import Records
import ArgumentParser
import Experiment
import ForeignModels
import Foundation
import LinearAlgebra
import MessagePassing
import Launching
import Orchestration
import Platform
import Results
import Schema
import SweepFiles

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

  private var environment: [String: String] { ProcessInfo.processInfo.environment }

  func run() throws {
    useOneThread()
    // Whoever watches may go; the sweep goes on.
    signal(SIGPIPE, SIG_IGN)
    // For the processes that this one starts, too.
    if let mpi { setenv(MPILibrary.variable, mpi, 1) }
    if case .slurmStepWithoutMPI(let size) = LaunchContext(environment: environment) {
      Failure.say(
        "dynsweep: srun started \(size) processes that cannot find each other; use srun --mpi=pmix, "
          + "or mpirun inside the batch script")
      throw ExitCode(EX_USAGE)
    }
    if mpi == "none", case .byLauncher(let size?) = LaunchContext(environment: environment),
      size > 1
    {
      Failure.say(
        "dynsweep: --mpi none, but a launcher started \(size) processes; leave it out, or the launcher"
      )
      throw ExitCode(EX_USAGE)
    }
    if case .byLauncher = LaunchContext(environment: environment) {
      try DistributedRun(self).run()
    }
    try Failure.reported { try runByHand() }
  }

  private func runByHand() throws {
    let plan = try self.plan()
    // Here, where a file that ends its reader ends nothing else.
    if resume { try checkReadable(outputPath(of: plan)) }
    let allotment = Allotment.current
    let count = min(workers ?? allotment.cores, max(plan.trialCount, 1))
    if count > 0, let launcher = launcher() {
      // Mistakes are told before MPI starts; but very many trials are set up once, by the coordinator.
      if plan.configurationCount <= 10_000 {
        let design = try SweepDesign(plan)
        allotment.warn(ofWorkers: count, bytesPerWorker: design.memory)
      }
      let code = try launcher.run(launchOrder(of: plan, workers: count))
      if code != 0 { throw ExitCode(code) }
      return
    }
    let code = try runAlone(SweepDesign(plan))
    if code != 0 { throw ExitCode(code) }
  }

  /// What starts the workers; nil, and said so, where there is no MPI.
  private func launcher() -> Launcher? {
    func alone(_ reason: String) -> Launcher? {
      if !quiet { Failure.say("dynsweep: \(reason); training in this process alone") }
      return nil
    }
    if environment[MPILibrary.variable] == "none" { return alone("no MPI was asked for") }
    guard let launcher = Launcher.find(environment: environment) else {
      return alone("no MPI launcher on the PATH that answers")
    }
    do { try launcher.loadLibrary() } catch { return alone("\(error)") }
    return launcher
  }

  private func launchOrder(of plan: SweepPlan, workers: Int) -> LaunchOrder {
    var order = LaunchOrder(
      workers: workers,
      arguments: Array(CommandLine.arguments.dropFirst()))
    order.options = launcherOptions.shellWords
    order.continuation = ["--resume"]
    order.probe = ["--version"]
    order.notice = { Failure.say("dynsweep: \($0)") }
    let path = outputPath(of: plan)
    order.hasTrials = { Self.hasTrials(path) }
    // Where there may be several hosts, the coordinator need not be on this one.
    if !launcherOptions.isEmpty || LaunchContext.isInBatchJob(environment: environment) {
      order.noteFolder =
        URL(fileURLWithPath: path).deletingLastPathComponent().path
    }
    return order
  }

  /// Whether a file holds trials that have been begun.
  private static func hasTrials(_ path: String) -> Bool {
    guard FileManager.default.fileExists(atPath: path) else { return false }
    let statuses = guardedAgainstCrashes(on: path) { try? ResultsReader(path).statuses() }
    return statuses?.contains { $0 != .pending } ?? false
  }

  /// Whether this run was to go on with such a file.
  var hasTrialsToGoOnWith: Bool {
    guard resume, let path = output ?? (try? outputPath(of: plan())) else { return false }
    return Self.hasTrials(path)
  }

  private func checkReadable(_ path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    try guardedAgainstCrashes(on: path) { try ResultsReader(path).checkReadable() }
  }

  /// Trains in this process.
  ///
  /// - Returns: The exit code.
  func runAlone(_ design: SweepDesign) throws -> Int32 {
    Interruption.listenOnce()
    let session: RunSession
    do { session = try RunSession(self, design) } catch {
      Failure.say("dynsweep: \(error)")
      // HDF5 can crash at a normal exit after a file that it could not write.
      MPIProcess.endAtOnce(code: Failure.code(of: error))
    }
    return session.endingAtOnceOnError {
      var runner = try SweepRunner(session.payload, file: sweep)
      var sink = session.sink
      let ending = try runInProcess(
        session.order, runner: &runner, sink: &sink, observer: session.observer)
      return try session.end(ending)
    }
  }

  /// The sweep, checked in full; nothing is created before.
  func prepared() throws -> SweepDesign { try SweepDesign(plan()) }

  private func plan() throws -> SweepPlan {
    let plan = try SweepPlan(contentsOf: sweep, schema: ExperimentSchema.section)
    try checkFindings(of: plan)
    return plan
  }

  func outputPath(of plan: SweepPlan) -> String { output ?? "\(plan.name.fileName).h5" }
}
