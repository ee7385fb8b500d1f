import Foundation
import MessagePassing
import Launching
import Logging
import Orchestration
import Platform
import Records
import Scheduling

/// This process as one rank of a distributed run.
struct DistributedRun {
  private let options: RunOptions
  private let launched = LauncherLink(environment: ProcessInfo.processInfo.environment)

  init(_ options: RunOptions) { self.options = options }

  func run() -> Never {
    // A signal may come at any time, even while MPI starts. MPI may replace the handlers, so that they are set again
    // below.
    ShutdownSignal.listen()
    let environment = ProcessInfo.processInfo.environment
    let isFirst = LaunchContext.rank(environment: environment) == 0
    RankSupervisor.raise(environment: environment, mayDie: !isFirst)
    // Before MPI starts, since it may never start after a rank is lost.
    if isFirst { launched.announceStart() }
    let communicator: Communicator
    do {
      communicator = try MPIProcess.join(within: joinSeconds(environment)) {
        [launched, options] failure in
        // One message for the whole job is enough.
        if failure.isSpeaker { Console.say("dynsweep: \(Self.words(of: failure, environment))") }
        Thread.sleep(forTimeInterval: MPIProcess.JoinFailure.secondsToBeHeard)
        launched.announceStall(hasLostRank: failure.hasLostRank)
        MPIProcess.endAtOnce(
          code: options.hasTrialsToGoOnWith ? ExitStatus.resumable : ExitStatus.internalError)
      }
      if isFirst { launched.begin() }
    } catch {
      Console.say("dynsweep: \(error)")
      MPIProcess.endAtOnce(code: launched.end(code: ExitStatus.internalError))
    }
    ShutdownSignal.listen()
    let rank = communicator.rank
    do {
      guard findsAll(communicator.size, isSpeaker: isFirst) else {
        MPIProcess.endAtOnce(code: rank == 0 ? launched.end(code: EX_USAGE) : EX_USAGE)
      }
      if rank == 0 { noteIdleOption(ranks: communicator.size) }
      if communicator.size == 1 { try trainAlone() }
      if rank == 0 { try coordinate(communicator) } else { try work(communicator) }
    } catch {
      Console.say("dynsweep: rank \(rank): \(error)")
      let code = ExitStatus.of(error)
      MPIProcess.endAtOnce(code: rank == 0 ? launched.end(code: code) : code)
    }
  }

  private func joinSeconds(_ environment: [String: String]) -> Double {
    var ranks: Int?
    if case .byLauncher(let size) = LaunchContext(environment: environment) { ranks = size }
    return LauncherLink.startSeconds(
      ranks: ranks, isOnOneHost: LaunchContext.isOnOneHost(environment: environment))
  }

  private static func words(
    of failure: MPIProcess.JoinFailure, _ environment: [String: String]
  ) -> String {
    guard !failure.hasLostRank else { return "MPI does not start: a rank was lost" }
    let nodes = environment["SLURM_STEP_NODELIST"].map { " (of \($0))" } ?? ""
    return "MPI does not start: a host\(nodes) cannot start its ranks, or they do not find each "
      + "other; \(CommandLine.arguments[0]) and its libraries must be on each"
  }

  /// Whether MPI finds as many ranks as were started. The launcher of another MPI starts processes that do not find
  /// each other, and each would train alone.
  private func findsAll(_ size: Int, isSpeaker: Bool) -> Bool {
    let context = LaunchContext(environment: ProcessInfo.processInfo.environment)
    guard case .byLauncher(let started?) = context, size < started else { return true }
    if isSpeaker {
      Console.say(
        "dynsweep: the launcher started \(started) processes, but MPI (\(MPIProcess.libraryVersion ?? "none")) "
          + "finds \(size == 1 ? "one" : "\(size)"): it belongs to another MPI; name the launcher's own library with "
          + "--mpi, or take this one's launcher")
    }
    return false
  }

  /// Tells the user that `--workers`, which is for launches by this program, does nothing under an MPI launcher.
  private func noteIdleOption(ranks: Int) {
    guard let workers = options.workers, !launched.hasLauncher, !options.isQuiet,
      workers != ranks - 1
    else { return }
    Console.say(
      "dynsweep: --workers \(workers) does not hold under an MPI launcher, which started "
        + (ranks == 1
          ? "one rank: all is trained in this process"
          : "\(ranks) ranks: \(ranks - 1) of them train"))
  }

  /// Trains in this process, since the only rank of a launcher has no workers to coordinate.
  private func trainAlone() throws -> Never {
    launched.begin()
    if options.workers == nil, !options.isQuiet {
      Console.say(
        "dynsweep: MPI's variables say that this is a launcher's only rank; training in this process alone"
      )
    }
    let code = try runAlone(options.profile(), options)
    MPIProcess.leave(code: launched.end(code: code), within: 2)
  }

  private var description: WorkerDescription {
    .here(machine: MachineReport.json)
  }

  /// Messages over MPI. Where MPI does not return, this process ends as if it had been killed: its launcher launches anew,
  /// or the coordinator goes on without it.
  private func transport(_ communicator: Communicator) -> MPITransport {
    let rank = communicator.rank
    return MPITransport(communicator) {
      Console.say("dynsweep: MPI did not return from a call of rank \(rank) for 30 s; ending it")
      MPIProcess.endAtOnce(code: ExitStatus.resumable)
    }
  }

  private func work(_ communicator: Communicator) throws -> Never {
    let logger = Logger.ofRank(communicator.rank, level: options.logLevel)
    let link = transport(communicator)
    let worker = Worker(link, as: description, logger: logger) { payload in
      try SweepRunner(SweepPayload(bytes: payload), file: options.sweep)
    }
    try worker.run()
    leave(communicator, code: 0)
  }

  /// Leaves the job in good order. That takes a while where many ranks share few cores.
  private func leave(_ communicator: Communicator, code: Int32) -> Never {
    MPIProcess.leave(code: code, within: 2 + 0.05 * Double(communicator.size))
  }

  /// Tells the workers, which wait for a sweep, to leave.
  private func dismissWorkers(_ communicator: Communicator) {
    struct NoSink: RecordSink {
      func record(_ record: CheckpointRecord, of trial: TrialID) {}
      func setStatus(_ record: TrialRecord) {}
      func flush() {}
    }
    let coordinator = Coordinator(
      transport(communicator), job: SweepJob(flops: []), sink: NoSink(), as: description)
    // The error that led here has been reported, so that other errors are ignored.
    _ = try? coordinator.run()
  }

  /// Asks whether a signal has asked for the end, or the launcher of this sweep is gone.
  private func interruptionWatch() -> () -> Bool {
    var launched = launched
    return {
      guard ShutdownSignal.isRequested else { return launched.isOrphaned() }
      launched.announceEnd()
      return true
    }
  }

  private func coordinate(_ communicator: Communicator) throws -> Never {
    var link = transport(communicator)
    introduceCoordinator(description, over: &link)
    let session: RunSession
    do { session = try RunSession(options, options.profile()) } catch {
      Console.say("dynsweep: \(error)")
      dismissWorkers(communicator)
      leave(communicator, code: launched.end(code: ExitStatus.of(error)))
    }
    var job = session.job
    job.canRelaunch = launched.hasLauncher
    let coordinator = Coordinator(
      link, job: job, sink: session.sink, as: description,
      watching: LocalProcessMonitor(
        startedByLauncher: link.size, environment: ProcessInfo.processInfo.environment),
      observer: session.observer, isInterrupted: interruptionWatch())
    let (ending, ownCode) = session.endingAtOnceOnError(launched) {
      let ending = try coordinator.run()
      return (ending, try session.end(ending, isRelaunched: launched.hasLauncher))
    }
    let code =
      ending == .outOfWorkers
      ? launched.askForRelaunch(closed: coordinator.scheduler.closedCount, code: ownCode)
      : launched.end(code: ownCode)
    if coordinator.hasEveryoneLeft { leave(communicator, code: code) }
    // A worker that hangs on another host would keep the job running.
    if coordinator.mayAnyoneLinger { MPIProcess.abort(code: code) }
    MPIProcess.endAtOnce(code: code)
  }
}
