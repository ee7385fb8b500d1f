import ComplexModule
import Foundation
import Schema
import Testing

@testable import Theories

@Suite struct LeastActionFlowTests {
  /// E of one mode, from the complex numbers z = x + iy and ż.
  private func energy(
    _ z: Complex<Double>, _ speed: Complex<Double>, h: Double, σ: Double, μ: Double
  ) -> Double {
    let drift = speed + Complex(μ) * Complex(1, -σ) * z
    return drift.lengthSquared / 2 + speed.lengthSquared / 2 + (h + σ * σ) * z.lengthSquared
  }

  @Test(arguments: [(0.0, 1.0, 0.5), (0.3, 2.0, 1), (1, 0.3, 2)])
  func `the flow is the closed solution of its linear equation`(
    _ h: Double, _ σ: Double, _ μ: Double
  ) throws {
    let theory = try gameTheory(
      "least_action_flow", game: bilinear([σ], curvature: h),
      ["friction": .real(μ), "until": .real(4), "checkpoints": .integer(5)])
    let evolution = theory.integrator()
    let start = Array(evolution.state.suffix(4))
    let (z, speed) = (Complex(start[0], start[1]), Complex(start[2], start[3]))
    // z̈ + (μ − iqσ)ż + (h − iσ)z = 0.
    let (b, c) = (Complex(μ, -(2 / μ + μ) * σ), Complex(h, -σ))
    let root = Complex.sqrt(b * b - Complex(4) * c)
    let roots = [Complex(0.5) * (root - b), Complex(-0.5) * (root + b)]
    let first = (speed - roots[1] * z) / (roots[0] - roots[1])
    let parts = [first, z - first]
    for checkpoint in 0..<theory.checkpointCount {
      while !evolution.hasReached(checkpoint: checkpoint) { evolution.advance() }
      let values = evolution.recorder()()
      let terms = zip(parts, roots).map { $0 * Complex.exp($1 * Complex(values[0])) }
      let exact = energy(
        terms[0] + terms[1], roots[0] * terms[0] + roots[1] * terms[1], h: h, σ: σ, μ: μ)
      // Fourth order in a time step of 0.005.
      #expect(abs(values[1] / exact - 1) < 1e-7, "\(checkpoint) \(values[1]) \(exact)")
    }
  }

  @Test(arguments: [0.0, 0.3, 1], [0.5, 1, 2])
  func `the Lyapunov function falls below its bound, and not always at twice the force`(
    _ h: Double, _ μ: Double
  ) throws {
    func last(_ magnetism: Double, seed: UInt64) throws -> [String: Double] {
      try #require(
        try gameCourse(
          "least_action_flow", game: bilinear([0.3, 1.15, 2], curvature: h),
          ["friction": .real(μ), "magnetism": .real(magnetism), "until": .real(10)], seed: seed
        ).last)
    }
    let own = try last(1, seed: 1)
    #expect((own["largest_rise"] ?? .nan) <= 0)
    #expect(own["largest_bound_ratio"] == 1)
    #expect((own["lyapunov_function"] ?? .nan) <= own["lyapunov_bound"] ?? .nan)
    let rises = try (1...6).map { try last(2, seed: $0)["largest_rise"] ?? .nan }
    #expect((rises.max() ?? .nan) > 1e-4)
  }

  @Test func `modes of different curvature have no Lyapunov function`() throws {
    #expect(throws: TheoryError.self) {
      try gameTheory("least_action_flow", game: ["kind": .text("adversarial")])
    }
  }

  @Test func `a time that is too short for a number is refused`() {
    #expect(throws: TheoryError.self) {
      try gameTheory(
        "least_action_flow", game: bilinear([1], curvature: 0),
        ["friction": .real(1e300), "until": .real(1e-300)])
    }
  }
}
