import Experiment
import Foundation
import Networks
import Records
import Testing

private func net(_ activation: String, _ rest: String = "steps: 0") -> String {
  """
  task: {name: noisy-prototypes, batch: 8, validation_samples: 16, length: 12}
  model:
    width: 6
    activation: \(activation)
    initial: {recurrent: rotation_blocks, input: he_normal}
  training: {precision: float64, \(rest)}
  observe:
    activation_shape: {}
    autonomous_lyapunov: {steps: 200, start: 0.5, drives: [-1, 2]}
    jacobian_norm: {trajectories: 3, steps: 5}

  """
}

@Suite struct ActivationObservablesTests {
  @Test(arguments: ["fixed", "shared", "per_unit"])
  func `before training the shape is the one asked for`(_ mode: String) throws {
    let found = try #require(
      try trial(net("{family: gamma, gain: 5, saturation: 0.5, adapt: \(mode)}")).records().first)
    #expect(found["gain_mean"] == [5] && found["gain_spread"] == [0])
    #expect(found["saturation_mean"] == [0.5] && found["saturation_spread"] == [0])
    #expect(abs((found["largest_slope_mean"]?.first ?? 0) - 0.9) < 1e-14)
  }

  @Test func `only shapes of units that learn apart come apart`() throws {
    let training = "steps: 5, learning_rate: 1e-2, checkpoints: {count: 2}"
    func last(_ mode: String) throws -> [String: [Double]] {
      let records = try trial(
        net("{family: gamma, gain: 5, saturation: 0.5, adapt: \(mode)}", training)
      ).records()
      return try #require(records.last)
    }
    let (fixed, shared, own) = (try last("fixed"), try last("shared"), try last("per_unit"))
    #expect(fixed["gain_mean"] == [5] && fixed["saturation_mean"] == [0.5])
    #expect(shared["gain_mean"] != [5] && shared["gain_spread"] == [0])
    #expect((own["gain_spread"]?.first ?? 0) > 0 && (own["saturation_spread"]?.first ?? 0) > 0)
  }

  /// A rotation turns and does not stretch; a linear unit, tanh's slope at rest, neither.
  @Test func `a net of rotations alone is neutral`() throws {
    let found = try #require(
      try trial(
        net("identity").replacing("  activation_shape: {}\n", with: "")
      ).records().first)
    #expect(abs(found["autonomous_lyapunov"]?.first ?? 1) < 1e-12)
    #expect((found["driven_lyapunov"] ?? [1]).allSatisfy { abs($0) < 1e-12 })
    #expect(abs((found["jacobian_norm"]?.first ?? 0) - 1) < 1e-12)
  }

  /// Pre-activations that are zero: with weights between units of zero and a bias of zero, γ' = n/4 at s = 1.
  @Test func `a net at rest has the slope at rest in every direction`() throws {
    let text = net("{family: gamma, gain: 6, saturation: 1}")
      .replacing(
        "{recurrent: rotation_blocks, input: he_normal}",
        with: "{recurrent: {scheme: orthogonal, gain: 1e-9}, input: zeros}")
    let found = try #require(try trial(text).records().first)
    // J = n/4 · W with W a billionth of an orthogonal matrix.
    #expect(abs((found["autonomous_lyapunov"]?.first ?? 0) - log(6.0 / 4 * 1e-9)) < 1e-6)
    #expect(abs((found["jacobian_norm"]?.first ?? 0) / (1.5e-9) - 1) < 1e-6)
  }

  @Test func `a constant input moves the point at which slopes are taken`() throws {
    let text = net("{family: gamma, gain: 6, saturation: 1}")
      .replacing(
        "{recurrent: rotation_blocks, input: he_normal}",
        with: "{recurrent: {scheme: orthogonal, gain: 1e-9}, input: {scheme: constant, value: 0.5}}"
      )
    let found = try #require(try trial(text).records().first)
    for (drive, exponent) in zip([-1.0, 2], found["driven_lyapunov"] ?? []) {
      let p = 1 / (1 + exp(-6 * 0.5 * drive))
      #expect(abs(exponent - log(6 * p * (1 - p) * 1e-9)) < 1e-6)
    }
    #expect(found["driven_lyapunov"]?.count == 2)
  }

  @Test func `nets without γ, or without recurrence, are refused`() throws {
    for (text, path) in [
      (net("tanh"), "observe.activation_shape"),
      (
        "{task: fashion-image, model: {cell: feed_forward}, observe: {jacobian_norm: {}}}",
        "observe.jacobian_norm"
      ),
    ] {
      let error = #expect(throws: ExperimentError.self) { try trial(text) }
      #expect(error?.path == path)
    }
  }
}
