import Foundation
import Launching
import LinearAlgebra
import MessagePassing
import Orchestration
import Platform
import Results
import SweepFiles
import Wording

/// A run of a sweep, in the role in which this process was started: as a rank of a distributed run, as the process that
/// launches one, or alone.
package struct SweepRun {
  private let options: RunOptions

  /// A run with these options; `run()` begins it.
  package init(_ options: RunOptions) { self.options = options }

  private var environment: [String: String] { ProcessInfo.processInfo.environment }

  /// Runs the sweep. A rank of a distributed run does not return.
  ///
  /// - Returns: The exit code.
  /// - Throws: `SweepError`, `ResultsError` or `LaunchError` where the sweep cannot begin.
  package func run() throws -> Int32 {
    useOneThread()
    // The sweep goes on if a process that reads its output ends.
    signal(SIGPIPE, SIG_IGN)
    // In the environment, so that processes started by this one find it too.
    if let mpi = options.mpi { setenv(MPILibrary.variable, mpi, 1) }
    switch LaunchContext(environment: environment) {
    case .slurmStepWithoutMPI(let size):
      Console.say(
        "dynsweep: srun started \(size) processes that cannot find each other; use srun --mpi=pmix, "
          + "or mpirun inside the batch script")
      return EX_USAGE
    case .byLauncher(let size?) where size > 1 && isWithoutMPI:
      Console.say(
        "dynsweep: --mpi none, but a launcher started \(size) processes; leave it out, or the launcher"
      )
      return EX_USAGE
    case .byLauncher: DistributedRun(options).run()
    case .byHand: return try runByHand()
    }
  }

  private func runByHand() throws -> Int32 {
    let plan = try options.plan()
    // Checked here, since a file that crashes HDF5 then ends this process only.
    if options.isResumed { try checkReadable(options.outputPath(of: plan)) }
    let allotment = Allotment.current
    let count = min(options.workers ?? allotment.cores, max(plan.trialCount, 1))
    if count > 0, let launcher = launcher() {
      // Mistakes are reported before MPI starts. Very many trials are set up only once, by the coordinator.
      if plan.configurationCount <= 10_000 {
        let profile = try options.profile(of: plan)
        allotment.warn(ofWorkers: count, bytesPerWorker: profile.memory)
      }
      return try launcher.run(launchRequest(for: plan, workers: count))
    }
    return try runAlone(options.profile(of: plan), options)
  }

  private var isWithoutMPI: Bool { environment[MPILibrary.variable] == "none" }

  /// The launcher that starts the workers; nil, with a message, where there is no MPI.
  private func launcher() -> Launcher? {
    func alone(_ reason: String) -> Launcher? {
      if !options.isQuiet { Console.say("dynsweep: \(reason); training in this process alone") }
      return nil
    }
    guard !isWithoutMPI else { return alone("no MPI was asked for") }
    guard let launcher = Launcher.find(environment: environment) else {
      return alone("no MPI launcher on the PATH that answers")
    }
    do { try launcher.loadLibrary() } catch { return alone("\(error)") }
    return launcher
  }

  private func launchRequest(for plan: SweepPlan, workers: Int) -> LaunchRequest {
    var request = LaunchRequest(
      workers: workers, arguments: Array(CommandLine.arguments.dropFirst()))
    request.options = options.launcherOptions.shellWords
    request.continuation = ["--resume"]
    request.probe = ["--version"]
    request.notice = { Console.say("dynsweep: \($0)") }
    let path = options.outputPath(of: plan)
    request.hasTrials = { RunOptions.hasTrials(path) }
    // Where there may be several hosts, the coordinator may run on another one than this process.
    if !options.launcherOptions.isEmpty || LaunchContext.isInBatchJob(environment: environment) {
      request.noteFolder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    }
    return request
  }

  private func checkReadable(_ path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    try guardedAgainstCrashes(on: path) { try ResultsReader(path).checkReadable() }
  }
}

/// Trains all trials in this process.
///
/// - Returns: The exit code.
func runAlone(_ profile: SweepProfile, _ options: RunOptions) throws -> Int32 {
  ShutdownSignal.listenOnce()
  let session: RunSession
  do { session = try RunSession(options, profile) } catch {
    Console.say("dynsweep: \(error)")
    // HDF5 can crash at a normal exit after a file that it could not write.
    MPIProcess.endAtOnce(code: ExitStatus.of(error))
  }
  return session.endingAtOnceOnError {
    var runner = try SweepRunner(session.payload, file: options.sweep)
    var sink = session.sink
    let ending = try runInProcess(
      session.job, runner: &runner, sink: &sink, observer: session.observer)
    return try session.end(ending)
  }
}

extension Allotment {
  /// Warns people if the workers need more memory than there is.
  package func warn(ofWorkers workers: Int, bytesPerWorker: Double) {
    let wanted = bytesPerWorker * Double(workers)
    guard wanted > Double(memory) else { return }
    let fitting = Int(Double(memory) / bytesPerWorker)
    Console.say(
      "warning: \(workers) workers take \(NumberFormat.bytes(wanted)) of memory, and there are "
        + "\(NumberFormat.bytes(Double(memory)))\(memoryLimit.map { " (\($0))" } ?? ""); "
        + (fitting > 0 ? "--workers \(fitting) would fit" : "a single one does not fit"))
  }
}
