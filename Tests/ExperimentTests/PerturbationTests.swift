import Experiment
import Testing

/// Nets with their weights between units cut, against nets that never had them.
@Suite struct PerturbationTests {
  private static func found(
    _ model: String, _ perturbation: String = "draws: 2, shares: [0, 1], deviations: [0, 0.1]"
  ) throws -> [String: [Double]] {
    try recorded(
      """
      task: {name: delayed-copy, delay: 3, length: 12, batch: 16, validation_samples: 64}
      model: {width: 8, \(model)}
      training: {steps: 0, precision: float64, checkpoints: {count: 2}}
      observe: {perturbation: {\(perturbation)}}
      """)
  }

  private static let normal = "initial: {recurrent: {scheme: normal, deviation: 0.5}}"

  @Test func `all weights cut, or all units silenced, leave a net without weights between units`()
    throws
  {
    let whole = try Self.found(Self.normal)
    let without = try Self.found("initial: {recurrent: zeros}")
    let losses = try #require(whole["perturbed_loss"])
    let loss = try #require(whole["validation_loss"]?.first)
    let rest = try #require(without["validation_loss"]?.first)
    // Weights, between, within, units; each at 0 and 1. With one module nothing lies between modules.
    #expect(losses == [loss, rest, loss, loss, loss, rest, loss, rest] && loss != rest)
    #expect(whole["noisy_loss"]?.first == loss && whole["noisy_loss"]?.last != loss)
    let accuracy = try #require(whole["validation_accuracy"]?.first)
    #expect(whole["perturbed_accuracy"]?.first == accuracy)
    #expect(whole["noisy_accuracy"]?.first == accuracy)
  }

  @Test func `what leads between modules is cut as in a net of separate modules`() throws {
    let dense = try Self.found("modules: 2, \(Self.normal)")
    let separate = try Self.found("modules: 2, modularity: 1, \(Self.normal)")
    let loss = try #require(separate["validation_loss"]?.first)
    // The products' sums have other zeros in them.
    #expect(abs((dense["perturbed_loss"]?[3] ?? .nan) - loss) < 1e-12)
    #expect(abs((dense["validation_loss"]?.first ?? .nan) - loss) > 1e-6)
    let losses = try #require(separate["perturbed_loss"])
    let none = try Self.found("initial: {recurrent: zeros}")["validation_loss"]?.first
    // Nothing lies between separate modules; each draw cuts one of the two.
    #expect(losses[2] == loss && losses[3] == loss && losses[5] != loss && losses[5] != none)
    #expect(losses[1] == none && losses[7] == none)
  }

  @Test(arguments: ["cell: lstm, layers: 2", "cell: gru", "layers: 2"])
  func `a smaller share cuts part of what a larger one does`(_ model: String) throws {
    let found = try Self.found(
      model, "draws: 1, kinds: [units], shares: [0, 0.5, 0.5, 1], deviations: []")
    let losses = try #require(found["perturbed_loss"])
    #expect(losses[0] == found["validation_loss"]?.first && losses[1] == losses[2])
    #expect(Set(losses).count == 3 && found["noisy_loss"] == nil)
  }

  @Test func `the variance of targets is that of fair coins`() throws {
    let variance = try #require(try Self.found(Self.normal)["target_variance"]?.first)
    // 64 sequences of 9 bits: the mean is within 0.1 of ½ at five deviations.
    #expect(variance > 0.24 && variance <= 0.25)
  }

  @Test func `a corpus tells how many signals its tasks share`() throws {
    let text = """
      task: {name: cognitive, unit: 2, batch: 8, validation_samples: 8}
      model: {width: 4}
      training: {steps: 0, checkpoints: {count: 2}}
      observe: {canonical_correlations: {pairs: 8}}
      """
    let found = try #require(try recorded(text)["canonical_correlation"])
    #expect(found.prefix(3).allSatisfy { $0 > 0.99 } && found[3] < 0.2 && found[7].isNaN)
    #expect { try recorded(text.replacing("cognitive, unit: 2", with: "copy")) } throws: {
      ($0 as? ExperimentError)?.path == "observe.canonical_correlations"
    }
    let still = """
      task: {name: two-moons, samples: 20, validation_samples: 10}
      model: {cell: feed_forward, widths: [4]}
      observe: {perturbation: {}}
      """
    #expect { try recorded(still) } throws: {
      ($0 as? ExperimentError)?.path == "observe.perturbation"
    }
  }
}
