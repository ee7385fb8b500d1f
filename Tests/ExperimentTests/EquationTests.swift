import Layers
@testable import Experiment
@testable import LinearAlgebra
@testable import Networks
@testable import Plans
@testable import Programs
import RealModule
@testable import Schema
@testable import SweepFiles
@testable import Tasks
import Testing
@testable import Training

private func trainer(_ text: String) throws -> Trainer<Double> {
  let plan = try SweepPlan(text: text, file: "test.yaml", schema: ExperimentSchema.section)
  let configuration = plan.configuration(of: 0)
  let trial = try NetworkTrial(configuration.settings, seed: configuration.seed)
  return Trainer(trial.network, task: trial.task, settings: trial.training, seed: trial.seed)
}

/// The net's outputs at points, one input each.
private func outputs(_ trainer: Trainer<Double>, at points: [Double]) -> [Double] {
  let network = trainer.network
  let program = Program()
  let parameters = network.layout.values(in: program)
  let x = program.input(points.count, 1)
  let found = network.forward(
    in: program, parameters: parameters, inputs: x, length: 1, batch: points.count, scored: 0..<1)
  let plan = Plan<Double>(
    outputs: [found.outputs],
    bindings: network.layout.bindings(of: parameters, to: trainer.parameters))
  plan.storage(of: x).elements = points
  plan.run()
  return plan.storage(of: found.outputs).elements
}

extension Trainer where Element == Double {
  /// The loss with one parameter moved.
  fileprivate func loss(moving index: Int, by distance: Double) -> Double {
    let before = parameters[index]
    parameters[index] = before + distance
    restore(from: step, parameters: parameters.bytes, optimizerState: optimizerState.bytes)
    computeGradient()
    parameters[index] = before
    restore(from: step, parameters: parameters.bytes, optimizerState: optimizerState.bytes)
    return loss
  }
}

@Suite struct EquationTests {
  private let poisson = """
    task: {name: poisson, points: 30, boundary_weight: 100}
    model:
      cell: feed_forward
      widths: [12, 9]
      activation: tanh
      initial: {first: {scheme: udi, slope: 5}}
    training: {precision: float64}
    """

  @Test func `the residual's loss is that of second differences of the net`() throws {
    let trainer = try trainer(poisson)
    trainer.computeGradient()
    let inner = (1...30).map { -1 + 2 * Double($0) / 31 }
    let h = 1e-3
    let u = [-h, 0, h].map { shift in outputs(trainer, at: inner.map { $0 + shift }) }
    let residuals = inner.indices.map { i in
      let second = (u[0][i] - 2 * u[1][i] + u[2][i]) / (h * h)
      let x = inner[i]
      return .pi * .pi * (Double.sin(.pi * x) + 10 * Double.sin(10 * .pi * x)) + second
    }
    let ends = outputs(trainer, at: [-1, 1])
    let expected =
      residuals.reduce(0) { $0 + $1 * $1 } / 30 + 100 * (ends[0] * ends[0] + ends[1] * ends[1]) / 2
    // h²/12 of fourth derivatives, which reach 5⁴·a few, beside residuals of about 70.
    #expect(abs(trainer.loss / expected - 1) < 1e-4)
  }

  @Test func `its gradient is that of finite differences`() throws {
    let trainer = try trainer(poisson)
    trainer.computeGradient()
    let gradient = trainer.gradient.elements
    let scale = gradient.map(abs).max() ?? 0
    for index in stride(from: 0, to: gradient.count, by: 7) {
      let h = 1e-5
      let slope =
        (trainer.loss(moving: index, by: h) - trainer.loss(moving: index, by: -h)) / (2 * h)
      // Rounding of the loss over h, and h² of its third derivative.
      #expect(abs(slope - gradient[index]) < 1e-6 * scale, "parameter \(index)")
    }
  }

  @Test func `a net learns the Poisson equation`() throws {
    let trainer = try trainer(poisson)
    trainer.computeGradient()
    let before = trainer.loss
    for _ in 0..<300 {
      trainer.computeGradient()
      trainer.update()
    }
    trainer.computeGradient()
    #expect(trainer.loss < 0.9 * before)
  }
}

@Suite struct WeightNoiseTests {
  private func linear(_ training: String) throws -> Trainer<Double> {
    try trainer(
      """
      task: {name: noisy-linear-teacher, train_samples: 50, validation_samples: 50}
      model:
        {cell: feed_forward, widths: [20], activation: identity, bias: false,
         initial: {hidden: {scheme: lecun_normal}, readout: {scheme: lecun_normal}}}
      training: {optimizer: sgd, learning_rate: 0, precision: float64, \(training)}
      """)
  }

  @Test func `the loss rises by what theory says, on average`() throws {
    let calm = try linear("weight_noise: 0")
    calm.computeGradient()
    let noisy = try linear("weight_noise: 0.02")
    var losses: [Double] = []
    for _ in 0..<4000 {
      noisy.computeGradient()
      losses.append(noisy.loss)
      noisy.update()
    }
    let rise = losses.reduce(0) { $0 + $1 - calm.loss } / 4000
    let deviation = (losses.reduce(0) { $0 + ($1 - calm.loss) * ($1 - calm.loss) } / 4000)
      .squareRoot()
    // ½ s²(‖V‖²·E‖x‖² + O·E‖Wx‖²); terms of s⁴ are a thousandth of it.
    let parameters = calm.parameters.elements
    let layout = calm.network.layout
    let w = layout.matrix("layers.0.weight", in: parameters)
    let v = layout.matrix("readout.weight", in: parameters)
    var inputs = [Double](repeating: 0, count: 50 * 40)
    var targets = [Double](repeating: 0, count: 50 * 3)
    var inputSpan = inputs.mutableSpan
    var targetSpan = targets.mutableSpan
    calm.task.fillTraining(step: 0, inputs: &inputSpan, targets: &targetSpan)
    let x = Matrix(rows: 50, columns: 40, elements: inputs)
    let hidden = x.times(w, transposingOther: true)
    func square(_ matrix: Matrix<Double>) -> Double {
      matrix.elements.reduce(0) { $0 + $1 * $1 }
    }
    let theory = 0.5 * 0.02 * 0.02 * (square(v) * square(x) + 3 * square(hidden)) / 50
    #expect(abs(rise - theory) < 4 * deviation / 4000.0.squareRoot() + 2e-3 * theory)
    #expect(theory > 8 * deviation / 4000.0.squareRoot())
  }

  @Test func `parameters are put back, and a step's noise is the same again`() throws {
    let first = try linear("weight_noise: 0.1")
    let start = first.parameters.elements
    first.computeGradient()
    #expect(first.parameters.elements == start)
    let loss = first.loss
    first.update()
    first.computeGradient()
    #expect(first.loss != loss)
    let second = try linear("weight_noise: 0.1")
    second.restore(
      from: 1, parameters: first.parameters.bytes, optimizerState: first.optimizerState.bytes)
    second.computeGradient()
    #expect(second.loss == first.loss && second.gradient.elements == first.gradient.elements)
  }
}
