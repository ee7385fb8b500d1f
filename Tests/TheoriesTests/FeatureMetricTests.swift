import Foundation
import Schema
import TestSupport
import Testing

@testable import Theories

/// What Fixtures/feature_metric.py made of whole matrices.
private struct MatrixCourse: Decodable {
  let pace: Double
  let rate: Double
  let steps: Int
  let strengths: [Double]
  let truth: [Double]
  let targets: [Double]
  let trainLoss: Double
  let risk: Double
  let alignment: Double
  let effectiveRank: Double
  let complexity: Double

  static func all() throws -> [MatrixCourse] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/feature_metric.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode([MatrixCourse].self, from: Data(contentsOf: file))
  }

  var theory: FeatureMetricDescent {
    FeatureMetricDescent(
      strengths: strengths, truth: truth, targets: targets, features: 9, pace: pace,
      learningRate: rate, checkpoints: [0, steps])
  }
}

@Suite struct FeatureMetricTests {
  @Test func `the diagonal form does what whole matrices of features and weights do`() throws {
    for course in try MatrixCourse.all() {
      let state = course.theory.integrator()
      for _ in 0..<course.steps { state.advance() }
      let pairs = [
        (state.trainLoss, course.trainLoss), (state.risk, course.risk),
        (state.alignment, course.alignment), (state.effectiveRank, course.effectiveRank),
        (state.complexity, course.complexity),
      ]
      // Decompositions by different routes, with strengths that differ by a thousand.
      for (found, expected) in pairs { #expect(abs(found / expected - 1) < 1e-8, "\(course.pace)") }
    }
  }

  @Test func `without a pace it is gradient descent in closed form`() throws {
    let settings: [String: SettingValue] = ["pace": .real(0), "steps": .integer(50)]
    let course = try course("feature_metric", settings)
    let ranks = course.compactMap { $0["kernel_effective_rank"]?[0] }
    #expect(ranks.count == 41 && Set(ranks.map { ($0 * 1e9).rounded() }).count == 1)
    let theory = try FeatureMetricDescent(
      Settings(defaultsOf: FeatureMetricDescent.variant.entries, with: settings), seed: 1)
    let state = theory.integrator()
    for _ in 0..<50 { state.advance() }
    let expected = zip(theory.strengths, theory.targets).reduce(0) { sum, pair in
      sum + pow(pair.1 * pow(1 - 0.01 * pair.0, 50), 2)
    }
    #expect(abs(state.trainLoss * 100 / expected - 1) < 1e-11)
  }

  @Test func `it goes on bit by bit, and settings that do not fit are refused`() throws {
    let theory = try #require(try MatrixCourse.all().last).theory
    let (calm, other) = (theory.integrator(), theory.integrator())
    calm.advance()
    other.restore(from: calm.state, step: 1)
    calm.advance()
    other.advance()
    #expect(calm.state == other.state && other.step == 2)
    for wrong in ["features": 50, "relevant": 101] {
      let settings = Settings(
        defaultsOf: FeatureMetricDescent.variant.entries,
        with: [wrong.key: .integer(wrong.value)])
      #expect(throws: TheoryError.self) { try FeatureMetricDescent(settings, seed: 1) }
    }
  }
}
