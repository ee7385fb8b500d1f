import Networks
import Experiment
import Layers
import LinearAlgebra
import Plans
import Programs
import Testing
import Training

private func trainer(_ training: String) throws -> Trainer<Double> {
  let trial = try trial(
    """
    task: {name: lag-echo, batch: 8, validation_samples: 8}
    model: {width: 6, activation: {family: gamma, adapt: per_unit}}
    training: {precision: float64, \(training)}
    """)
  return Trainer(trial.network, task: trial.task, settings: trial.training, seed: trial.seed)
}

/// How far each trained parameter moved in `steps` updates.
private func movement(_ trainer: Trainer<Double>, steps: Int) -> [Double] {
  let before = trainer.parameters.elements
  for _ in 0..<steps {
    trainer.computeGradient()
    trainer.update()
  }
  return zip(trainer.parameters.elements, before).map(-)
}

@Suite struct GroupRatesTests {
  private let rates: [ParameterGroup: Double] = [
    .input: 2e-3, .recurrent: 0, .bias: 5e-4, .activation: 1e-2,
  ]
  private let written =
    "learning_rates: {input: 2e-3, recurrent: 0, bias: 5e-4, activation: 1e-2}"

  @Test(arguments: ["sgd", "adam"])
  func `a first update is proportional to the group's rate`(_ optimizer: String) throws {
    let uniform = try trainer("optimizer: \(optimizer)")
    let grouped = try trainer("optimizer: \(optimizer), \(written)")
    let (same, own) = (movement(uniform, steps: 1), movement(grouped, steps: 1))
    for placed in uniform.network.layout.trained {
      // The default rate is 1e-3.
      let factor = rates[placed.group, default: 1e-3] / 1e-3
      for i in placed.range {
        // Rounding of a difference of numbers near one.
        #expect(abs(own[i] - factor * same[i]) < 1e-14)
        #expect(same[i] != 0)
      }
    }
  }

  @Test(arguments: ["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"])
  func `each group moves as if it were alone with its rate`(_ name: String) throws {
    let grouped = try trainer("optimizer: \(name), weight_decay: 0.01, \(written)")
    let layout = grouped.network.layout
    let optimizer = grouped.settings.optimizer
    let parameters = Storage(Array(grouped.parameters.elements[..<layout.trainedCount]))
    let gradient = Storage<Double>(count: layout.trainedCount)
    let alone = layout.trained.map { placed in
      ParameterUpdate(
        optimizer,
        ParameterUpdate.Place(
          placed.range, of: parameters, gradient: gradient,
          state: Storage(count: optimizer.stateCount * placed.shape.count), at: 0))
    }
    for update in 1...5 {
      grouped.computeGradient()
      gradient.elements = grouped.gradient.elements
      for (placed, own) in zip(layout.trained, alone) {
        own.apply(learningRate: rates[placed.group, default: 1e-3], update: update)
      }
      grouped.update()
      let together = grouped.parameters.elements
      let difference = zip(parameters.elements, together).map { abs($0 - $1) }.max() ?? 1
      // Vectorised loops round the last few elements of a stretch by another rule.
      #expect(difference < 1e-14)
    }
  }

  @Test func `a frozen group has no gradient, and its part is not in the norm`() throws {
    let uniform = try trainer("optimizer: sgd")
    let grouped = try trainer("optimizer: sgd, \(written)")
    uniform.computeGradient()
    grouped.computeGradient()
    let all = uniform.gradient.elements
    var squares = 0.0
    for placed in uniform.network.layout.trained {
      for i in placed.range {
        let isFrozen = placed.group == .recurrent
        #expect(grouped.gradient[i] == (isFrozen ? 0 : all[i]))
        if !isFrozen { squares += all[i] * all[i] }
      }
    }
    // Rounding of a sum of a hundred squares.
    #expect(abs(grouped.gradientNorm - squares.squareRoot()) < 1e-13)
  }

  @Test func `a net of frozen groups alone stays as it is`() throws {
    let frozen = try trainer(
      "learning_rates: {input: 0, recurrent: 0, bias: 0, readout: 0, activation: 0}")
    #expect(movement(frozen, steps: 3).allSatisfy { $0 == 0 })
    #expect(frozen.loss.isFinite && frozen.gradientNorm == 0)
  }

  @Test func `a group follows the schedule of the others, from its own peak`() throws {
    let settings = try trainer("schedule: cosine, warmup: 4, learning_rates: {bias: 1e-2}").settings
    let (own, others) = (try #require(settings.schedule(of: .bias)), settings.schedule)
    #expect(settings.schedule(of: .readout) == others)
    for step in [0, 3, 4, 100, 499] {
      #expect(abs(own.rate(at: step) - 10 * others.rate(at: step)) < 1e-16)
    }
  }
}
