import Experiment
import Foundation
import LinearAlgebra
import Orchestration
import Results
import Schema
import Sweep

/// One run of a sweep on the side that writes: the file, what is still to be done, what people are told.
struct RunSession {
  let order: SweepOrder
  let sink: ResultsSink
  let observer: SweepObserver
  private let path: String
  private let isQuiet: Bool

  /// Creates the results file, or opens the one to go on with.
  init(_ command: RunCommand, _ design: SweepDesign) throws {
    path = command.outputPath(of: design.plan)
    isQuiet = command.quiet
    let layout = ResultsLayout(design)
    let writer =
      command.resume
      ? try ResultsWriter.resume(path, layout) : try ResultsWriter.create(path, layout)
    let closed = writer.statuses.indices.filter { writer.statuses[$0].isClosed }
    order = SweepOrder(
      payload: Array(design.plan.text.utf8), flops: design.flops, closed: Set(closed))
    sink = ResultsSink(writer) { design.kind(of: $0).parameterCount }
    let display = command.quiet ? nil : ProgressDisplay(design.plan.name)
    observer = SweepObserver(
      progress: { display?.show($0) }, notice: { display?.note($0) })
    if !command.quiet {
      Failure.say("\(design.plan.name): \(design.plan.trialCount) trials into \(path)")
    }
  }

  /// Closes the file and says how the sweep went.
  ///
  /// - Returns: The exit code.
  func end(_ ending: SweepEnding) throws -> Int32 {
    try sink.close()
    switch ending {
    case .finished:
      if !isQuiet { Failure.say(hints) }
      return 0
    case .interrupted:
      Failure.say("dynsweep: interrupted; go on with: dynsweep run … -o \(path) --resume")
      return Failure.resumable
    case .outOfWorkers:
      Failure.say("dynsweep: no worker is left; go on with: dynsweep run … -o \(path) --resume")
      return Failure.resumable
    }
  }

  private var hints: String {
    """
    The results are in \(path). Look at them:
      dynsweep show \(path)
      h5dump -A \(path)
      python3 -c "import xarray; print(xarray.open_dataset('\(path)'))"
    """
  }
}

extension ResultsLayout {
  /// The file of a sweep.
  init(_ design: SweepDesign) {
    let plan = design.plan
    let trials = 0..<plan.trialCount
    let names = Self.axisNames(paths: plan.axes.map(\.path), besides: design.quantities)
    let configurations = trials.lazy.map { ($0 / plan.configurationCount) }
    self.init(
      title: plan.name, sweep: plan.text, software: "dynsweep \(Dynsweep.version)",
      environment: MachineReport.json, created: Date().formatted(.iso8601),
      axes: zip(names, plan.axes.indices).map { AxisColumn($0, plan, axis: $1) },
      seeds: configurations.map { trialSeed(sweepSeed: plan.seed, replicate: $0) },
      replicates: Array(configurations), checkpointCount: design.checkpointCount,
      quantities: design.quantities)
  }
}

extension AxisColumn {
  /// Axis number `axis` with its value in every trial.
  init(_ name: String, _ plan: SweepPlan, axis: Int) {
    let values = (0..<plan.trialCount).map { plan.axisValue(axis, trial: $0) }
    self.init(name: name, path: plan.axes[axis].path, values: Self.column(values))
  }

  /// Whole numbers, numbers or booleans where all values are such; text otherwise.
  private static func column(_ values: [SettingValue]) -> Values {
    let integers = values.compactMap {
      if case .integer(let value) = $0 { Int64(value) } else { nil }
    }
    if integers.count == values.count { return .integer(integers) }
    let numbers = values.compactMap(\.number)
    if numbers.count == values.count { return .real(numbers) }
    let booleans = values.compactMap { if case .boolean(let value) = $0 { value } else { nil } }
    if booleans.count == values.count { return .boolean(booleans) }
    return .text(values.map { if case .text(let text) = $0 { text } else { "\($0)" } })
  }
}
