import Experiment
import LinearAlgebra
import Schema
import SweepFiles
import Testing

/// Sweeps at the bounds of what settings allow: refused with a word, or estimated, where whole numbers would overflow.
@Suite struct LargestSettingsTests {
  private static let teacher =
    "{name: noisy-linear-teacher, inputs: 100000, outputs: 1, train_samples: 100, "
    + "validation_samples: 100}"
  private static let copy =
    "{name: copy, delay: 1000000, symbols: 10000, payload: 100000, batch: 1000000}"

  @Test(arguments: [
    "noisy-linear-teacher, inputs: 100000, outputs: 100000",
    "noisy-linear-teacher, inputs: 1000, train_samples: 10000000",
    "curved-clusters, clusters: 100000, latent: 10000",
    "curved-clusters, features: 100000, validation_samples: 10000000",
    "noisy-prototypes, classes: 10000, length: 1000000",
    "stimulus-blanks, classes: 1000, prototypes: 1000, stimulus: 100000, features: 10000",
  ])
  func `a task that would keep more numbers than memory holds is refused`(task: String) {
    let error = #expect(throws: ExperimentError.self) { try trial("task: {name: \(task)}") }
    #expect("\(error.map { "\($0)" } ?? "")".contains("numbers to keep in memory"))
  }

  @Test(arguments: [
    "task: \(copy)\nmodel: {cell: lstm, width: 65536, layers: 1024}",
    "task: \(copy)\nmodel: {cell: gru, width: 65536, layers: 1024}\nobserve: {lyapunov: {determinant: true}}",
    "task: \(teacher)\nmodel: {cell: rnn, width: 1}\n"
      + "observe: {lyapunov: {trajectories: 100000, steps: 1000000000, warmup: 1000000000}}",
    "task: \(teacher)\nmodel: {cell: rnn, width: 65536, layers: 1024}\n"
      + "observe: {jacobian_norm: {trajectories: 100000, steps: 1000000}, spectral_radius: {}}",
    "task: {name: copy, batch: 1}\nmodel: {cell: rnn, width: 65536, layers: 1024}\n"
      + "observe: {layer_dimension: {patches: 1000000, patch: 10000}, autonomous_lyapunov: {steps: 1000000000}}",
    "task: \(copy)\nmodel: {cell: rnn, width: 1}\ntraining: {steps: 1000000000, flossing: {exponents: 1, "
      + "window: 1000000, updates: 1000000000, sequences: 1000000, at: [\((0..<20_000).map(String.init).joined(separator: ", "))]}}",
  ])
  func `what no machine ends or holds is refused, not counted past the largest whole number`(
    text: String
  ) throws {
    #expect(throws: (any Error).self) { try refuse(trial(text)) }
  }

  /// What is not refused at once has numbers that tell that it should be.
  private func refuse(_ trial: NetworkTrial) throws {
    struct TooMuch: Error {}
    if trial.flops > 1e20 || trial.memory > 1e15 { throw TooMuch() }
  }

  @Test func `estimates of theories at their bounds are numbers`() throws {
    let text = """
      theory: {name: single_index_descent, neurons: 100000, dimension: 100000, batch: 1000000,
        step_size: 1e-300, readout: {law: normal}}
      """
    let plan = try SweepPlan(text: text, file: "test.yaml", schema: ExperimentSchema.section)
    let theory = try ExperimentSchema.trial(plan.configuration(of: 0).settings, seed: 1)
    #expect(theory.flops > 1e25 && theory.memory > 1e11 && theory.memory.isFinite)
  }

  @Test func `a product of counts is exact where it fits, and goes on where it does not`() {
    #expect(countProduct() == 1 && countProduct(3, 5, 7) == 105)
    #expect(countProduct(0, .max) == 0)
    #expect(countProduct(.max, .max) == 0x1p126)
  }
}
