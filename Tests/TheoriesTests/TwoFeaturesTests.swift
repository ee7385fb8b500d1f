import Schema
import Testing
@testable import Theories

@Suite struct TwoFeaturesTests {
  /// The toy's fixed point (arXiv:2011.09468), solved apart from this program.
  @Test(arguments: [
    (2.0, 6.120, 1.640), (3, 7.068, 1.583), (4, 7.812, 1.467), (5, 8.465, 1.329),
    (6, 9.071, 1.185),
  ])
  func `under weight decay a stronger feature starves the other`(
    _ strength: Double, _ first: Double, _ second: Double
  ) throws {
    let last = try #require(try course("two_features", ["strength": .real(strength)]).last)
    let (rest, descended) = (last["fixed_point_response"] ?? [], last["feature_response"] ?? [])
    // The table's digits.
    #expect(abs(rest[0] - first) < 6e-4 && abs(rest[1] - second) < 6e-4)
    // Descent has come to rest there.
    #expect(abs(rest[0] - descended[0]) < 1e-6 && abs(rest[1] - descended[1]) < 1e-6)
    #expect((last["fixed_point_residual"]?[0] ?? .nan) < 1e-6)
  }

  @Test(arguments: [2.0, 4, 6])
  func `under a penalty of outputs strengths do not matter`(_ strength: Double) throws {
    let settings: [String: SettingValue] = [
      "strength": .real(strength), "penalty": .text("logits"),
    ]
    let last = try #require(try course("two_features", settings).last)
    let responses = last["feature_response"] ?? []
    #expect(abs(responses[0] - 6.373) < 6e-4 && abs(responses[1] - 1.708) < 6e-4)
  }

  @Test func `five thousand steps are not quite enough, as in the table's note`() throws {
    let settings: [String: SettingValue] = ["strength": .real(6), "steps": .integer(5000)]
    let responses = try course("two_features", settings).last?["feature_response"] ?? []
    #expect(abs(responses[0] - 9.076) < 1e-3 && abs(responses[1] - 1.180) < 1e-3)
  }
}
