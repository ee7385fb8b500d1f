@testable import Launching
import Foundation
import MessagePassing
import Orchestration
import Platform

/// Runs a sweep of trials that train nothing, to see what dispatch costs and what it survives. Prints one JSON object.
@main
enum NoWorkSweep {
  static func main() {
    do { try run() } catch {
      FileHandle.standardError.write(Data("no-work-sweep: \(error)\n".utf8))
      MPIProcess.endAtOnce(code: LauncherLink(environment: environment).end(code: 70))
    }
  }

  private static let environment = ProcessInfo.processInfo.environment

  private static func run() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let options = try Options(arguments)
    ShutdownSignal.listen()
    if LaunchContext(environment: environment) != .byHand {
      try runUnderMPI(options, arguments)
    } else if options.launch > 0, let launcher = Launcher.find(environment: environment) {
      exit(try launcher.run(LaunchRequest(workers: options.launch, arguments: arguments)))
    } else {
      try runAlone(options)
    }
  }

  private static func runAlone(_ options: Options) throws {
    var runner = NoWorkRunner(options: options)
    var sink = CountingSink(options)
    let meter = Meter()
    let ending = try runInProcess(job(options, []), runner: &runner, sink: &sink)
    Report(ending, sink, meter, lost: 0).print()
  }

  private static func runUnderMPI(_ options: Options, _ arguments: [String]) throws {
    RankSupervisor.raise(
      environment: environment, mayDie: LaunchContext.rank(environment: environment) != 0)
    let communicator = try MPIProcess.join()
    let transport = MPITransport(communicator)
    let description = WorkerDescription.here(machine: "none")
    guard communicator.rank == 0 else {
      let worker = Worker(transport, as: description) { payload in
        if options.unfit > 0 { throw UsageError(argument: "unfit") }
        let text = String(decoding: payload, as: UTF8.self)
        return NoWorkRunner(options: try Options(text.split(separator: " ").map(String.init)))
      }
      // A worker's end is not the sweep's: only the coordinator tells the launcher how that went.
      do { try worker.run() } catch { MPIProcess.endAtOnce(code: 75) }
      MPIProcess.leave(code: 0, within: 2)
    }
    let launched = LauncherLink(environment: environment)
    launched.begin()
    try coordinate(options, arguments, transport, description, launched)
  }

  private static func coordinate(
    _ options: Options, _ arguments: [String], _ transport: MPITransport,
    _ description: WorkerDescription, _ launched: LauncherLink
  ) throws -> Never {
    let closed = Counter()
    var watch = launched
    let coordinator = Coordinator(
      transport, job: job(options, arguments), sink: CountingSink(options), as: description,
      observer: SweepObserver(progress: { closed.value = $0.closed }),
      isInterrupted: {
        ShutdownSignal.isRequested || watch.isOrphaned() || closed.value >= options.interruptAfter
      })
    let meter = Meter()
    let ending = try coordinator.run()
    Report(ending, coordinator.sink, meter, lost: coordinator.lostWorkers.count).print()
    let code = launched.end(code: ending == .finished ? 0 : 75)
    if coordinator.hasEveryoneLeft { MPIProcess.leave(code: code, within: 2) }
    MPIProcess.endAtOnce(code: code)
  }

  private static func job(_ options: Options, _ arguments: [String]) -> SweepJob {
    SweepJob(
      payload: Array(arguments.joined(separator: " ").utf8),
      flops: (0..<options.trials).map(options.cost(of:)))
  }
}

private final class Counter {
  var value = 0
}
