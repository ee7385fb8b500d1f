import LinearAlgebra
import Observables
import Training

/// How a trial ended.
public enum TrialEnding: Hashable, Sendable {
  case complete
  /// The loss was no longer finite at this step.
  case diverged(step: Int)
}

/// What was observed at a checkpoint.
public struct Observation: Hashable, Sendable {
  /// The checkpoint's number, from 0.
  public let checkpoint: Int
  /// Updates made before it.
  public let step: Int
  /// In the order of the design's quantities.
  public let values: [Double]
}

extension TrialDesign {
  /// Trains the net and observes it at every checkpoint.
  ///
  /// - Parameters:
  ///   - state: Where to go on; from the start where nil. The rest is bitwise what it would have been.
  ///   - eachStep: Called before each training step and each checkpoint with the number of updates made, and with a
  ///     function that tells the trial's state.
  ///   - eachPulse: Called as `eachStep`, now and then while something that takes long is observed.
  ///   - report: Called with each observation, in order.
  /// - Throws: What `eachStep` and `report` throw.
  public func run(
    from state: TrialState? = nil,
    eachStep: (_ step: Int, _ state: () -> TrialState) throws -> Void = { _, _ in },
    eachPulse: (_ step: Int, _ state: () -> TrialState) -> Void = { _, _ in },
    report: (Observation) throws -> Void
  ) throws -> TrialEnding {
    switch training.precision {
    case .float32:
      try Trial<Float>(self).run(
        from: state, eachStep: eachStep, eachPulse: eachPulse, report: report)
    case .float64:
      try Trial<Double>(self).run(
        from: state, eachStep: eachStep, eachPulse: eachPulse, report: report)
    }
  }
}

/// A trial under way in one precision.
private struct Trial<Element: Scalar> {
  private let trainer: Trainer<Element>
  private let subject: Subject<Element>
  private let observers: [(observer: any Observer, moments: Moments, count: Int)]
  private let checkpoints: [Int]

  init(_ design: TrialDesign) {
    trainer = Trainer(
      design.network, task: design.task, settings: design.training, seed: design.seed)
    subject = Subject(trainer)
    checkpoints = design.checkpointSteps
    observers = design.observables.map { [subject] chosen in
      (
        chosen.observable.observer(of: subject), chosen.moments,
        chosen.observable.quantities(of: design.network).reduce(0) { $0 + $1.count }
      )
    }
  }

  func run(
    from state: TrialState?, eachStep: (Int, () -> TrialState) throws -> Void,
    eachPulse: (Int, () -> TrialState) -> Void, report: (Observation) throws -> Void
  ) throws -> TrialEnding {
    let first = state.map { $0.restore(trainer) } ?? 0
    for checkpoint in first..<checkpoints.count {
      let step = checkpoints[checkpoint]
      let present = { TrialState(of: trainer, nextCheckpoint: checkpoint) }
      while trainer.step < step {
        try eachStep(trainer.step, present)
        trainer.computeGradient()
        guard trainer.loss.isFinite else { return .diverged(step: trainer.step) }
        trainer.update()
      }
      try eachStep(step, present)
      trainer.computeGradient()
      let values = observe(checkpoint) { eachPulse(step, present) }
      try report(Observation(checkpoint: checkpoint, step: step, values: values))
      guard trainer.loss.isFinite else { return .diverged(step: step) }
    }
    return .complete
  }

  private func observe(_ checkpoint: Int, _ eachPulse: () -> Void) -> [Double] {
    withoutActuallyEscaping(eachPulse) { eachPulse in
      subject.onPulse = eachPulse
      defer { subject.onPulse = nil }
      subject.beginCheckpoint()
      return observers.flatMap { observer, moments, count in
        moments.include(checkpoint, of: checkpoints.count)
          ? observer.values() : [Double](repeating: .nan, count: count)
      }
    }
  }
}
