import Foundation
import Launching
import MessagePassing
import Orchestration
import Records
import Results
import Scheduling

/// A sweep of trials that train nothing, over two workers and a coordinator: what dispatching costs.
///
/// Started by hand it launches itself under MPI; rank 0 prints `{"rate": trials a second}`. With a file's name each
/// trial reports one checkpoint of four numbers and the results file is written; without, trials report only their end.
struct Dispatch {
  private static let workers = 2
  private static let values = 4

  let trials: Int
  let file: String?

  func run(arguments: [String]) throws -> Never {
    let environment = ProcessInfo.processInfo.environment
    if LaunchContext(environment: environment) == .byHand {
      guard let launcher = Launcher.find(environment: environment) else {
        throw OrchestrationError.noWorkers
      }
      exit(try launcher.run(LaunchRequest(workers: Self.workers, arguments: arguments)))
    }
    let communicator = try MPIProcess.join()
    let description = WorkerDescription.here(machine: "none")
    let transport = MPITransport(communicator)
    if communicator.rank == 0 { try coordinate(transport, description) }
    let runner = NoWork(values: file == nil ? nil : Self.values)
    try Worker(transport, as: description) { _ in runner }.run()
    MPIProcess.leave(code: 0, within: 2)
  }

  private func coordinate(
    _ transport: MPITransport, _ description: WorkerDescription
  ) throws -> Never {
    let launched = LauncherLink(environment: ProcessInfo.processInfo.environment)
    launched.begin()
    let job = SweepJob(flops: [Double](repeating: 1, count: trials))
    let seconds: Double
    if let file {
      let sink = ResultsSink(try ResultsWriter.create(file, layout)) { _ in 0 }
      let coordinator = Coordinator(transport, job: job, sink: sink, as: description)
      seconds = try time(
        coordinator, finally: { try sink.close() })
    } else {
      let coordinator = Coordinator(transport, job: job, sink: NoSink(), as: description)
      seconds = try time(coordinator, finally: {})
    }
    let answer = "{\"rate\": \(Double(trials) / seconds)}\n"
    FileHandle.standardOutput.write(Data(answer.utf8))
    MPIProcess.leave(code: launched.end(code: 0), within: 2)
  }

  private func time<Sink: RecordSink>(
    _ coordinator: Coordinator<MPITransport, Sink>, finally: () throws -> Void
  ) throws -> Double {
    let start = MeasuredClock.wall.seconds
    _ = try coordinator.run()
    try finally()
    return MeasuredClock.wall.seconds - start
  }

  private var layout: ResultsLayout {
    ResultsLayout(
      title: "dispatch", sweep: "name: dispatch\n", software: "dynsweep-bench",
      environment: "{}", created: Date().formatted(.iso8601),
      axes: [
        AxisColumn(
          name: "rate", path: "training.rate", values: .real((0..<trials).map(Double.init)))
      ],
      seeds: (0..<trials).map(UInt64.init), replicates: [Int](repeating: 0, count: trials),
      checkpointCount: 1,
      quantities: (0..<Self.values).map { Quantity("value_\($0)", longName: "a number") })
  }
}

private struct NoWork: TrialRunner {
  /// How many numbers a trial reports; nil where it reports none.
  let values: Int?

  mutating func run(
    trial: TrialID, attempt: Attempt, report: (CheckpointRecord) throws -> Void,
    heartbeat: (_ step: Int) throws -> Void
  ) throws -> TrialOutcome {
    if let values {
      let row = [Double](repeating: Double(trial.number), count: values)
      try report(CheckpointRecord(checkpoint: 0, step: 0, values: row))
    }
    return .complete(steps: 1)
  }
}

private struct NoSink: RecordSink {
  mutating func record(_ record: CheckpointRecord, of trial: TrialID) {}
  mutating func setStatus(_ record: TrialRecord) {}
  mutating func flush() {}
}
