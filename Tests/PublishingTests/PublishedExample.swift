import Attribution
import Experiment
import Foundation
import Records
import Results
import SweepFiles
import TestSupport

@testable import Runs

/// A results file as a run would have left it, made of what a test says.
struct PublishedExample {
  var name = "example"
  var about = ""
  var settings = """
    task: {name: lag-echo, lag: 3}
    model: {width: {grid: [8, 16]}}
    training: {learning_rate: {grid: [0.01, 0.1]}, steps: 100, precision: float64}
    observe: {effective_rank: {}}
    replicates: 2
    """
  var software = "dynsweep 0.1.0 (commit 3f3ce70)"
  var statuses: [TrialStatus] = [
    .complete, .complete, .complete, .complete, .complete, .complete, .diverged, .failed,
  ]
  var workers: [WorkerID] = [1, 2]
  var checkpoints = 2
  var quantities = [
    Quantity(
      "lyapunov_spectrum", dimensions: [.init("exponent", size: 3)], units: "nat step-1",
      longName: "Lyapunov exponents", references: "Benettin et al. 1980"),
    Quantity("train_loss", units: "nat", longName: "loss | batch"),
  ]

  var sweep: String { "name: \(name)\nseed: 7\n\(about)\(about.isEmpty ? "" : "\n")\(settings)\n" }

  var machine = MachineReport(
    processor: .init(model: "AMD EPYC 9R14", architecture: "x86_64", cores: 2),
    memory: 8_000_000_000,
    blas: .init(
      kernel: "Cooperlake", configuration: "OpenBLAS 0.3.21 DYNAMIC_ARCH", processorWidth: 512),
    mpi: "Open MPI v4.1.4, package: Debian OpenMPI", hdf5: "1.10.8", hosts: ["node1"],
    system: "Debian GNU/Linux 12 (bookworm), Linux 6.1.0", swift: "6.3")

  func layout() throws -> ResultsLayout {
    let plan = try SweepPlan(text: sweep, file: "a.yaml", schema: ExperimentSchema.section)
    let trials = 0..<plan.trialCount
    var layout = ResultsLayout(
      title: plan.name, sweep: sweep, software: software, environment: try machine.json,
      created: "2026-01-02T03:04:05Z",
      axes: plan.axes.indices.map { AxisColumn("axis_\($0)", plan, axis: $0) },
      seeds: trials.map { 101 + UInt64($0 / plan.configurationCount) },
      replicates: trials.map { $0 / plan.configurationCount }, checkpointCount: checkpoints,
      quantities: quantities)
    layout.title = plan.about?.title ?? plan.name
    layout.about = plan.about?.attributes
    return layout
  }

  /// Writes it to `path`. Trials that ended took ten seconds each, but for failed ones, whose time is not told.
  func write(_ path: String) throws {
    var writer = try ResultsWriter.create(path, layout())
    for (trial, status) in statuses.enumerated() where status != .pending {
      try writer.setStatus(
        TrialRecord(
          TrialID(trial), status, attempts: status == .failed ? 2 : 1,
          worker: workers[trial % workers.count],
          seconds: status.isClosed && status != .failed ? 10 : nil))
    }
    try writer.close()
  }

  /// Writes it and does `body` with its path.
  func withFile<Value>(_ body: (String) throws -> Value) throws -> Value {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.h5"
      try write(path)
      return try body(path)
    }
  }

  /// One trial of one replicate with nothing varied, trained in one process by another version of the program.
  static var single: PublishedExample {
    var example = PublishedExample()
    example.name = "one"
    example.settings = "task: {name: lag-echo}"
    (example.statuses, example.workers, example.checkpoints) = ([.complete], [0], 1)
    example.quantities.removeFirst()
    return example
  }
}
