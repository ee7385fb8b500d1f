import Networks
import Layers
import Dynamics
import Experiment
import LinearAlgebra
import Plans
import Tasks
import Testing

@testable import Training

/// Flossing's loss against the exponents that the observable's estimator finds.
@Suite struct GatedFlossingTests {
  private static let window = 30
  private static let discarded = 10
  private static let sequences = 3

  @Test(arguments: ["rnn", "lstm", "gru"])
  func `flossing's loss is the mean square of the first exponents`(_ name: String) throws {
    let trial = try trial(
      """
      task: {name: delayed-copy, delay: 5, length: \(Self.window), batch: 8}
      model: {cell: \(name), width: 6}
      training:
        precision: float64
        flossing:
          {exponents: 4, window: \(Self.window), discarded: \(Self.discarded), sequences: \(Self.sequences)}
      """)
    let trainer = Trainer<Double>(
      trial.network, task: trial.task, settings: trial.training, seed: trial.seed)
    let flosser = Flosser(
      trial.network, task: trial.task, settings: try #require(trial.training.flossing),
      parameters: trainer.parameters, seed: nil)
    let exponents = try exponents(of: trainer, first: 4)
    #expect(exponents.count == 4 * Self.sequences && exponents.allSatisfy { abs($0) > 1e-3 })
    let expected = exponents.reduce(0) { $0 + $1 * $1 } / Double(exponents.count)
    // Rounding: both orthonormalise at every step.
    #expect(abs(flosser.computeGradient(batch: 0) - expected) < 1e-10)
  }

  /// Along the first training batch's first sequences.
  private func exponents(of trainer: Trainer<Double>, first count: Int) throws -> [Double] {
    let (network, task) = (trainer.network, trainer.task)
    let cell = try #require(network.cell)
    let dynamics = CellDynamics<Double>(
      stateSizes: cell.stateSizes, inputSize: cell.inputSize
    ) { program, states, input in
      let values = network.layout.values(in: program)
      let next = cell.step(states: states, input: input, parameters: values)
      return (next, network.layout.bindings(of: values, to: trainer.parameters))
    }
    let estimator = LyapunovEstimator(
      of: dynamics,
      LyapunovSettings(exponents: count, trajectories: Self.sequences, interval: 1, seed: nil))
    var batch = [Double](repeating: 0, count: task.inputCount)
    var targets = [Double](repeating: 0, count: task.targetCount)
    var inputSpan = batch.mutableSpan
    var targetSpan = targets.mutableSpan
    task.fillTraining(step: 0, inputs: &inputSpan, targets: &targetSpan)
    let inputs = (0..<Self.window).flatMap { step in
      batch[step * task.batchSize..<step * task.batchSize + Self.sequences]
    }
    let found = estimator.estimate(
      inputs: Storage(inputs), warmup: Self.discarded, steps: Self.window - Self.discarded)
    return found.exponents.flatMap(\.self)
  }
}
