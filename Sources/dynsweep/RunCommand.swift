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
    Interruption.listen()
    let session = try RunSession(self, design)
    let code = session.endingAtOnceOnError {
      var runner = try SweepRunner(session.payload, file: sweep)
      var sink = session.sink
      let ending = try runInProcess(
        session.order, runner: &runner, sink: &sink, observer: session.observer)
      return try session.end(ending)
    }
    if code != 0 { throw ExitCode(code) }
  }

  /// The sweep, checked in full; nothing is created before.
  func prepared() throws -> SweepDesign {
    try SweepDesign(SweepPlan(contentsOf: sweep, schema: ExperimentSchema.section))
  }

  func outputPath(of plan: SweepPlan) -> String { output ?? "\(plan.name).h5" }
}

/// This process as one rank of a distributed run.
private struct DistributedRun {
  private let command: RunCommand
  private let launched = LaunchedProcess(environment: ProcessInfo.processInfo.environment)

  init(_ command: RunCommand) { self.command = command }

  func run() throws -> Never {
    let communicator: Communicator
    do { communicator = try MPIProcess.join() } catch {
      Failure.say("dynsweep: \(error)")
      MPIProcess.endAtOnce(code: launched.end(code: Failure.internalError))
    }
    Interruption.listen()
    let rank = communicator.rank
    do {
      if rank == 0 { try coordinate(communicator) } else { try work(communicator) }
    } catch let error as ExitCode {
      MPIProcess.endAtOnce(code: rank == 0 ? launched.end(code: error.rawValue) : error.rawValue)
    } catch {
      Failure.say("dynsweep: rank \(rank): \(error)")
      let code = Failure.code(of: error)
      MPIProcess.endAtOnce(code: rank == 0 ? launched.end(code: code) : code)
    }
  }

  private var description: WorkerDescription { .here(kernel: BLASKernel.current.name) }

  private func work(_ communicator: Communicator) throws -> Never {
    let worker = Worker(MPITransport(communicator), as: description) { payload in
      try SweepRunner(SweepPayload(bytes: payload), file: command.sweep)
    }
    try worker.run()
    MPIProcess.leave(code: 0, within: 2)
  }

  /// Tells the workers, who wait for a sweep, that there is none.
  private func dismissWorkers(_ communicator: Communicator) {
    struct NoSink: RecordSink {
      func record(_ record: CheckpointRecord, of trial: Int) {}
      func setStatus(_ standing: TrialStanding) {}
      func flush() {}
    }
    let coordinator = Coordinator(
      MPITransport(communicator), order: SweepOrder(flops: []), sink: NoSink(), as: description)
    // The error that led here is the one to tell.
    _ = try? coordinator.run()
  }

  private func coordinate(_ communicator: Communicator) throws -> Never {
    launched.begin(codeIfLost: Failure.resumable)
    let session: RunSession
    do { session = try RunSession(command, command.prepared()) } catch {
      Failure.say("dynsweep: \(error)")
      dismissWorkers(communicator)
      MPIProcess.leave(code: launched.end(code: Failure.code(of: error)), within: 2)
    }
    var order = session.order
    order.canRelaunch = launched.hasLauncher
    let coordinator = Coordinator(
      MPITransport(communicator), order: order, sink: session.sink, as: description,
      observer: session.observer,
      isInterrupted: { Interruption.isRequested || launched.isOrphaned })
    let (ending, ownCode) = session.endingAtOnceOnError(launched) {
      let ending = try coordinator.run()
      return (ending, try session.end(ending, isRelaunched: launched.hasLauncher))
    }
    let code =
      ending == .outOfWorkers
      ? launched.askForRelaunch(closed: coordinator.scheduler.closedCount, code: ownCode)
      : launched.end(code: ownCode)
    if coordinator.hasEveryoneLeft { MPIProcess.leave(code: code, within: 2) }
    // A worker that hangs on another host would keep the job alive.
    if coordinator.mayAnyoneLinger { MPIProcess.abort(code: code) }
    MPIProcess.endAtOnce(code: code)
  }
}
