import Training
import LinearAlgebra
import Observing
import Plans
package import Records

extension NetworkTrial {
  /// Trains the net and observes it at every checkpoint (see `Trial.run`).
  ///
  /// - Throws: What `heartbeat` and `report` throw.
  package func run(
    from state: SavedTrial? = nil,
    heartbeat: (_ step: Int, _ state: () -> SavedTrial) throws -> Void = { _, _ in },
    observingHeartbeat: (_ step: Int, _ state: () -> SavedTrial) -> Void = { _, _ in },
    report: (CheckpointRecord) throws -> Void
  ) throws -> TrialOutcome {
    switch training.precision {
    case .float32:
      try TrialRun<Float>(self).run(
        from: state, heartbeat: heartbeat, observingHeartbeat: observingHeartbeat, report: report)
    case .float64:
      try TrialRun<Double>(self).run(
        from: state, heartbeat: heartbeat, observingHeartbeat: observingHeartbeat, report: report)
    }
  }
}

/// A trial that is being run in one precision.
private struct TrialRun<Element: Scalar> {
  private let trainer: Trainer<Element>
  private let context: ObservationContext<Element>
  private let probes: [(numbers: Probe<[Double]>, checkpoints: CheckpointSelection, count: Int)]
  private let checkpoints: [Int]
  private let keeper: Keeper<Element>
  private let recordedParameters: [Int: [UInt8]]

  init(_ trial: NetworkTrial) {
    trainer = Trainer(
      trial.network, task: trial.task, settings: trial.training, phaseTasks: trial.phaseTasks,
      seed: trial.seed)
    context = ObservationContext(trainer, changedTasks: trial.changedTasks)
    checkpoints = trial.checkpointSteps
    recordedParameters = trial.recordedParameters
    keeper = Keeper(trial, context)
    probes = trial.observables.map { [context] chosen in
      (
        chosen.observable.numbers(of: context), chosen.checkpoints,
        chosen.observable.quantities(of: trial.network, on: trial.task)
          .reduce(0) { $0 + $1.count }
      )
    }
  }

  func run(
    from state: SavedTrial?, heartbeat: (Int, () -> SavedTrial) throws -> Void,
    observingHeartbeat: (Int, () -> SavedTrial) -> Void, report: (CheckpointRecord) throws -> Void
  ) throws -> TrialOutcome {
    let first = state.map { $0.restore(context) } ?? 0
    for checkpoint in first..<checkpoints.count {
      let step = checkpoints[checkpoint]
      let present = { SavedTrial(of: context, nextCheckpoint: checkpoint) }
      if trainer.step < step, let parameters = recordedParameters[step] {
        trainer.restore(
          from: step, parameters: parameters, optimizerState: trainer.optimizerState.bytes)
      }
      while trainer.step < step {
        try heartbeat(trainer.step, present)
        if trainer.stepAtGoal != nil {
          trainer.rest()
          continue
        }
        if trainer.isFlossing {
          trainer.floss()
          continue
        }
        trainer.computeGradient()
        guard trainer.loss.isFinite else { return .diverged(at: trainer.step) }
        trainer.update()
      }
      try heartbeat(step, present)
      trainer.computeGradient()
      let values = observe(checkpoint) { observingHeartbeat(step, present) }
      let kept = keeper.numbers(isLast: checkpoint == checkpoints.count - 1)
      try report(
        CheckpointRecord(checkpoint: checkpoint, step: step, values: values, kept: kept))
      guard trainer.loss.isFinite else { return .diverged(at: step) }
    }
    return .complete(steps: trainer.step)
  }

  private func observe(_ checkpoint: Int, _ observingHeartbeat: () -> Void) -> [Double] {
    withoutActuallyEscaping(observingHeartbeat) { observingHeartbeat in
      context.onHeartbeat = observingHeartbeat
      defer { context.onHeartbeat = nil }
      context.beginCheckpoint()
      defer { context.endCheckpoint() }
      return probes.flatMap { numbers, selection, count in
        guard selection.include(checkpoint, of: checkpoints.count) else {
          return [Double](repeating: .nan, count: count)
        }
        context.heartbeat()
        return numbers()
      }
    }
  }
}
