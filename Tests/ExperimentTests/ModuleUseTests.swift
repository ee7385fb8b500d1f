import Experiment
import Foundation
import Testing

/// What modules do, where it is known, and between nets that share layers.
@Suite struct ModuleUseTests {
  private static func found(_ model: String) throws -> [String: [Double]] {
    try recorded(
      """
      task: {name: segment-digits, size: 4, batch: 16, validation_samples: 32}
      model: {\(model)}
      training: {steps: 0, precision: float64}
      observe: {module_use: {samples: 24}}
      """)
  }

  private static let two = "cell: modular, width: 12, modules: [4, 2], active: [2, 1]"

  @Test func `with weights of zero all slots weigh the same, and the first modules always act`()
    throws
  {
    let found = try Self.found("\(Self.two), initial: {attention: zeros}")
    let none = Double.nan
    expect(found["module_activity"], [1, 1, 0, 0, 1, 0, none, none])
    expect(found["module_switching"], [0, 0, 0, 0, 0, 0, none, none])
    let (three, half) = ([1.0 / 3, 1.0 / 3, 1.0 / 3], [0.5, 0.5, none])
    let lower = [three, three, three, three].flatMap(\.self)
    expect(
      found["module_attention"], lower + half + half + [Double](repeating: none, count: 6))
    expect(
      found["module_attention_entropy"],
      [log(3), log(3), log(3), log(3), log(2), log(2), none, none])
    // Keys and values of what comes from above are zeros as it is.
    #expect(found["loss_without_above"] == found["validation_loss"])
    #expect(found["accuracy_without_above"] == found["validation_accuracy"])
  }

  /// Equal within rounding, NaN where NaN is expected.
  private func expect(_ found: [Double]?, _ expected: [Double]) {
    #expect(found?.count == expected.count)
    for (number, wanted) in zip(found ?? [], expected) {
      #expect(abs(number - wanted) < 1e-12 || number.isNaN && wanted.isNaN)
    }
  }

  @Test(arguments: ["input: {heads: 1}", "input: {heads: 3, key: 4, value: 5}"])
  func `as many act as should, and attention is shared out`(_ heads: String) throws {
    let found = try Self.found("\(Self.two), \(heads)")
    let activity = try #require(found["module_activity"])
    #expect(abs(activity[..<4].reduce(0, +) - 2) < 1e-12)
    #expect(abs(activity[4..<6].reduce(0, +) - 1) < 1e-12)
    let switching = try #require(found["module_switching"])
    #expect(abs(switching[4] - switching[5]) < 1e-12)
    let attention = try #require(found["module_attention"])
    let entropy = try #require(found["module_attention_entropy"])
    for module in 0..<6 {
      let shares = attention[3 * module..<3 * module + 3].filter { !$0.isNaN }
      #expect(shares.count == (module < 4 ? 3 : 2) && abs(shares.reduce(0, +) - 1) < 1e-12)
      // Entropy is concave: that of the mean is at least the mean of that.
      let most = shares.reduce(0) { $0 - $1 * log($1) }
      #expect(entropy[module] > 0 && entropy[module] <= most + 1e-12)
    }
    #expect(found["loss_without_above"] != found["validation_loss"])
  }

  @Test func `a layer below another that it does not see does as it does alone`() throws {
    let pair = try Self.found("\(Self.two), top_down: false")
    let alone = try Self.found("cell: modular, width: 12, modules: [4], active: [2]")
    for name in ["module_activity", "module_switching", "module_attention_entropy"] {
      #expect(pair[name]?.prefix(4) == alone[name]?[...], "\(name)")
    }
    #expect(pair["module_attention"]?.count == 24 && pair["loss_without_above"] == nil)
  }

  @Test func `for each module that begins to act another ceases`() throws {
    let found = try Self.found("cell: modular, width: 24, modules: [12], active: [6]")
    let switching = try #require(found["module_switching"])
    #expect(switching.allSatisfy { $0 <= 1 })
    // 24 sequences of 16 steps: a whole number of pairs.
    let pairs = switching.reduce(0, +) * 24 * 15 / 2
    #expect(pairs > 0.5 && abs(pairs - pairs.rounded()) < 1e-9)
  }

  @Test func `where all modules act none changes over`() throws {
    let found = try Self.found("cell: modular, width: 12, modules: [3], active: [3]")
    #expect(found["module_activity"] == [1, 1, 1] && found["module_switching"] == [0, 0, 0])
  }

  @Test func `nets without modules have no such numbers, and those without memory are refused`()
    throws
  {
    let found = try Self.found("cell: lstm, width: 4")
    #expect(found["module_activity"] == nil && found["validation_loss"] != nil)
    let still = """
      task: {name: two-moons, samples: 20, validation_samples: 10}
      model: {cell: feed_forward, widths: [4]}
      observe: {module_use: {}}
      """
    #expect { try recorded(still) } throws: {
      ($0 as? ExperimentError)?.path == "observe.module_use"
    }
  }
}
