import ComplexModule
import Foundation
import Records
import Schema
import TestSupport
import Testing

@testable import Theories

/// What Fixtures/game_spectra.py found with NumPy from whole block matrices.
private struct GameSpectrum: Decodable, Sendable, CustomTestStringConvertible {
  let method: String
  let coefficients: [String: Double]
  let curvature: Double
  let couplings: [Double]
  let radius: Double

  var testDescription: String { "\(method) \(coefficients) \(curvature)" }

  static func all() throws -> [GameSpectrum] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/game_spectra.json")
    return try JSONDecoder().decode([GameSpectrum].self, from: Data(contentsOf: file))
  }

  func course(steps: Int) throws -> [[String: Double]] {
    try gameCourse(
      "min_max_game", game: bilinear(couplings, curvature: curvature),
      coefficients.mapValues { .real($0) }.merging([
        "method": .text(method), "steps": .integer(steps), "checkpoints": .integer(2),
      ]) { one, _ in one })
  }
}

func bilinear(_ couplings: [Double], curvature: Double = 0) -> [String: SettingValue] {
  ["couplings": .list(couplings.map { .real($0) }), "curvature": .real(curvature)]
}

/// The first number of each quantity at each checkpoint.
func gameCourse(
  _ name: String, game: [String: SettingValue], _ written: [String: SettingValue] = [:],
  seed: UInt64 = 1
) throws -> [[String: Double]] {
  let theory = try gameTheory(name, game: game, written, seed: seed)
  let evolution = theory.integrator()
  return (0..<theory.checkpointCount).map { checkpoint in
    while !evolution.hasReached(checkpoint: checkpoint), evolution.isFinite { evolution.advance() }
    var rest = evolution.recorder()()[...]
    return theory.quantities.reduce(into: [:]) { found, quantity in
      found[quantity.name] = rest.first
      rest = rest.dropFirst(quantity.count)
    }
  }
}

func gameTheory(
  _ name: String, game: [String: SettingValue], _ written: [String: SettingValue] = [:],
  seed: UInt64 = 1
) throws -> any Theory {
  let name = ["name": SettingValue.text(name)].merging(written) { one, _ in one }
  var settings = Settings(defaultsOf: TheoryCatalogue.section.entries, with: name)
  settings.sections["game"] = Settings(defaultsOf: QuadraticGame.section.entries, with: game)
  return try TheoryCatalogue.make(settings, seed: seed)
}

@Suite struct GameMethodTests {
  @Test func `closed roots are the eigenvalues of whole block matrices`() throws {
    let spectra = try GameSpectrum.all()
    #expect(Set(spectra.map(\.method)) == Set(GameMethodCatalogue.all.names))
    for spectrum in spectra {
      let found = try #require(try spectrum.course(steps: 2).first?["spectral_radius"])
      // Roots that nearly coincide lose half of the digits.
      #expect(abs(found - spectrum.radius) < 1e-9, "\(spectrum) \(found) \(spectrum.radius)")
    }
  }

  @Test func `every method moves at the rate of its largest eigenvalue`() throws {
    for spectrum in try GameSpectrum.all() {
      let rate = try #require(try spectrum.course(steps: 8000).last?["measured_rate"])
      // Modes of nearly the same modulus part slowly.
      #expect(abs(rate - log(spectrum.radius)) < 1e-3, "\(spectrum) \(rate)")
    }
  }

  @Test(arguments: [
    (CharacteristicPolynomial.cubic(-6, 11, -6), 3.0),
    (.cubic(0, 0, -8), 2), (.cubic(-3, 3, -1), 1), (.cubic(0, 0, 0), 0),
    (.quadratic(-3, 2), 2), (.quadratic(0, 0), 0), (.quadratic(-2, 1), 1),
  ])
  func `roots of polynomials that are known`(
    _ polynomial: CharacteristicPolynomial, _ radius: Double
  ) {
    #expect(abs(polynomial.radius - radius) < 1e-9)
  }

  @Test func `games that diverge or come to rest have numbers as far as one likes`() throws {
    let steps = 100_000
    func distance(_ method: String, _ size: Double) throws -> Double {
      try #require(
        try gameCourse(
          "min_max_game", game: bilinear([1]),
          [
            "method": .text(method), "step_size": .real(size), "steps": .integer(steps),
            "checkpoints": .integer(2),
          ]
        ).last?["log_distance"])
    }
    // ‖w‖ grows by √(1 + η²) a step, and falls by as much; it is 1 at first.
    let expected = Double(steps) / 2 * log(2.0)
    #expect(abs(try distance("gradient_descent_ascent", 1) / expected - 1) < 1e-9)
    #expect(abs(try distance("competitive_gradient", 1) / expected + 1) < 1e-9)
  }

  @Test func `descent and ascent turn by the angle of their eigenvalue`() throws {
    let last = try gameCourse(
      "min_max_game", game: bilinear([1]),
      ["method": .text("gradient_descent_ascent"), "step_size": .real(1)]
    ).last
    // 1 + i.
    #expect(abs((last?["rotation"] ?? .nan) - Double.pi / 4) < 1e-9)
    #expect(last?["gradient_evaluations"] == .infinity)
  }
}

@Suite struct QuadraticGameTests {
  private func modes(_ written: [String: SettingValue], seed: UInt64 = 1) throws -> [GameMode] {
    try QuadraticGame(
      Settings(defaultsOf: QuadraticGame.section.entries, with: written), seed: seed
    ).modes
  }

  @Test
  func `adversarial modes lie between minimisation and rivalry, at shares that are the seed's`()
    throws
  {
    func random(_ share: Double, seed: UInt64 = 1) throws -> [GameMode] {
      try modes(
        ["kind": .text("adversarial_random"), "adversarialness": .real(share)], seed: seed)
    }
    let (whole, half) = (try random(1), try random(0.5))
    for (index, (one, other)) in zip(whole, half).enumerated() {
      let strength = 0.25 + 0.625 * Double(index)
      #expect(abs(one.curvature + one.coupling - strength) < 1e-12)
      #expect(abs(one.coupling - 2 * other.coupling) < 1e-12)
    }
    #expect(whole[0].coupling == 0 && whole[6].curvature == 0)
    #expect(try random(1, seed: 2) != whole)
    #expect(
      try modes(["kind": .text("adversarial")], seed: 1)
        == modes(["kind": .text("adversarial")], seed: 2))
  }

  @Test func `singular values of a condition reach from its inverse to one`() throws {
    let found = try modes(
      ["kind": .text("conditioned"), "size": .integer(50), "condition": .real(20)])
    #expect(abs((found.map(\.coupling).min() ?? .nan) - 0.05) < 1e-15)
    #expect(found.map(\.coupling).max() == 1 && found.allSatisfy { $0.curvature == 0 })
    #expect(throws: TheoryError.self) { try modes(["couplings": .list([])]) }
  }
}

@Suite struct MinMaxTuningTests {
  private func best(
    _ method: String, game: [String: SettingValue], _ grids: [String: [Double]] = [:]
  ) throws -> [String: Double] {
    let written = grids.mapValues { SettingValue.list($0.map { .real($0) }) }
    return try #require(
      try gameCourse(
        "min_max_tuning", game: game, written.merging(["method": .text(method)]) { one, _ in one }
      ).last)
  }

  @Test func `on a bilinear game the best coefficients are the paper's`() throws {
    let half = 0.5.squareRoot()
    let lead = try best("lead", game: bilinear([1]))
    #expect(abs((lead["spectral_radius"] ?? .nan) - half) < 1e-9)
    let coefficients = ["best_step_size", "best_momentum", "best_magnetism"].map {
      lead[$0] ?? .nan
    }
    for (found, expected) in zip(coefficients, [0.5, 0, 0.5]) {
      #expect(abs(found - expected) < 1e-12)
    }
    // Two products a step, the distance halved every second step.
    let evaluations = 2 * log(1e6) / (log(2.0) / 2)
    #expect(abs((lead["gradient_evaluations"] ?? .nan) - evaluations) < 1e-6)
  }

  @Test func `without rivals descent and momentum are as good as known of minimisation`() throws {
    let game: [String: SettingValue] = [
      "kind": .text("adversarial"), "adversarialness": .real(0),
    ]
    // Condition 16: (16 − 1)/(16 + 1) at η = 2/(¼ + 4), and (4 − 1)/(4 + 1) (Polyak 1964).
    let plain = try best("gradient_descent_ascent", game: game)
    #expect(abs((plain["spectral_radius"] ?? .nan) - 15.0 / 17) < 0.003)
    #expect(abs((plain["best_step_size"] ?? .nan) - 2 / 4.25) < 0.0025)
    let ball = try best("positive_momentum", game: game)
    let radius = ball["spectral_radius"] ?? .nan
    #expect(radius >= 0.6 && radius < 0.62)
    #expect(try best("lead", game: game)["spectral_radius"] ?? .nan <= radius)
  }

  @Test func `a grid that is none is told with its place`() throws {
    #expect(throws: TheoryError.self) {
      try best("lead", game: bilinear([1]), ["momentum": [0, 1]])
    }
    #expect(throws: TheoryError.self) {
      try best("lead", game: bilinear([1]), ["momentum": [0, 1, 2.5]])
    }
    #expect(throws: TheoryError.self) {
      try best(
        "lead", game: bilinear([1]), ["momentum": [0, 1, 10_000], "magnetism": [0, 1, 10_000]])
    }
  }
}
