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
  ///   - eachStep: Called before each training step with its number.
  ///   - report: Called with each observation, in order.
  /// - Throws: What `eachStep` and `report` throw.
  public func run(
    eachStep: (Int) throws -> Void = { _ in }, report: (Observation) throws -> Void
  ) throws -> TrialEnding {
    switch training.precision {
    case .float32: try Trial<Float>(self).run(eachStep: eachStep, report: report)
    case .float64: try Trial<Double>(self).run(eachStep: eachStep, report: report)
    }
  }
}

/// A trial under way in one precision.
private struct Trial<Element: Scalar> {
  private let trainer: Trainer<Element>
  private let subject: Subject<Element>
  private let observers: [any Observer]
  private let checkpoints: [Int]

  init(_ design: TrialDesign) {
    trainer = Trainer(
      design.network, task: design.task, settings: design.training, seed: design.seed)
    subject = Subject(trainer)
    checkpoints = design.checkpointSteps
    observers = design.observables.map { [subject] in $0.observer(of: subject) }
  }

  func run(
    eachStep: (Int) throws -> Void, report: (Observation) throws -> Void
  ) throws -> TrialEnding {
    for (checkpoint, step) in checkpoints.enumerated() {
      while trainer.step < step {
        try eachStep(trainer.step)
        trainer.computeGradient()
        guard trainer.loss.isFinite else { return .diverged(step: trainer.step) }
        trainer.update()
      }
      try eachStep(step)
      trainer.computeGradient()
      subject.beginCheckpoint()
      try report(
        Observation(
          checkpoint: checkpoint, step: step, values: observers.flatMap { $0.values() }))
      guard trainer.loss.isFinite else { return .diverged(step: step) }
    }
    return .complete
  }
}
