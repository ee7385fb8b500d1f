import Foundation
import LinearAlgebra
import Plans
import Programs
import RandomStreams
import TestSupport
import Testing

@testable import Dynamics
@testable import DynamicsObservables

/// h' = A_t h in the plane, with random matrices A_t that differ from trajectory to trajectory, and whose exponents are known.
private struct RandomProduct: Sendable {
  let name: String
  /// Nats a step, in the order of the frame's directions.
  let exponents: [Double]
  /// The next matrix, row by row; a number is kept from step to step for each direction.
  let matrix: @Sendable (inout RandomStream, inout [Double]) -> [Double]

  static let all: [RandomProduct] = [
    RandomProduct(
      name: "independent log-normal factors", exponents: [0.3, -0.2]
    ) { random, _ in [exp(0.3 + 0.5 * random.normal()), 0, 0, exp(-0.2 + random.normal())] },
    // λᵢ = ½ (ψ((3 − i)/2) + ln 2): ψ(1) = −γ, ψ(½) = −γ − 2 ln 2.
    RandomProduct(
      name: "independent Gaussian matrices",
      exponents: [0, -2 * log(2)].map { 0.5 * (-0.5772156649015329 + $0 + log(2)) }
    ) { random, _ in (0..<4).map { _ in random.normal() } },
    // The mean of ln ‖diag(a, 1/a) u‖ over directions u is ln ((a + 1/a)/2).
    RandomProduct(
      name: "stretches in random directions", exponents: [log(1.25), -log(1.25)]
    ) { random, _ in
      let angle = 2 * Double.pi * random.uniform()
      return [2 * cos(angle), -2 * sin(angle), sin(angle) / 2, cos(angle) / 2]
    },
    RandomProduct(
      name: "triangular matrices of two heights", exponents: [0.1, -0.7]
    ) { random, _ in
      func height(_ mean: Double) -> Double { exp(mean + (random.uniform() < 0.5 ? 0.8 : -0.8)) }
      return [height(0.1), random.normal(), 0, height(-0.7)]
    },
    RandomProduct(
      name: "factors that remember", exponents: [0.2, -0.4]
    ) { random, kept in
      for i in kept.indices { kept[i] = 0.6 * kept[i] + 0.4 * random.normal() }
      return [exp(0.2 + kept[0]), 0, 0, exp(-0.4 + kept[1])]
    },
  ]

  static let (trajectories, warmup, steps) = (8, 30, 128)

  static func estimator(
    interval: OrthonormalizationInterval = .auto
  ) -> LyapunovEstimator<Double> {
    let dynamics = CellDynamics<Double>(stateSizes: [2], inputSize: 4) { _, states, x in
      let rows = (0..<2).map { row in
        x.columns(2 * row..<2 * row + 1) * states[0].columns(0..<1)
          + x.columns(2 * row + 1..<2 * row + 2) * states[0].columns(1..<2)
      }
      return ([Value.joined(rows)], [])
    }
    return LyapunovEstimator(
      of: dynamics, LyapunovSettings(trajectories: trajectories, interval: interval, seed: nil))
  }

  /// Matrices of `steps` steps, those of fewer at their beginning.
  func inputs(_ steps: Int, seed: Int) -> Storage<Double> {
    let inputs = Storage<Double>(count: steps * Self.trajectories * 4)
    for trajectory in 0..<Self.trajectories {
      var random = RandomStream(seed: UInt64(seed), purpose: "matrices", index: trajectory)
      var kept = (0..<2).map { _ in 0.5 * random.normal() }
      for step in 0..<steps {
        let start = (step * Self.trajectories + trajectory) * 4
        for (place, number) in matrix(&random, &kept).enumerated() {
          inputs[start + place] = number
        }
      }
    }
    return inputs
  }
}

@Suite struct StandardErrorTests {
  /// The 97.5 % quantile of Student's t (Abramowitz and Stegun 26.7.5).
  private func quantile(_ freedom: Int) -> Double {
    let (z, n) = (1.959964, Double(freedom))
    return z + (pow(z, 3) + z) / (4 * n) + (5 * pow(z, 5) + 16 * pow(z, 3) + 3 * z) / (96 * n * n)
  }

  @Test(arguments: RandomProduct.all.indices)
  func `intervals of 95 % hold the exponent of a closed spectrum in 93 to 97 % of a thousand runs`(
    _ number: Int
  ) {
    let product = RandomProduct.all[number]
    let estimator = RandomProduct.estimator()
    let steps = RandomProduct.steps
    var held = [0, 0]
    for run in 0..<1000 {
      let found = estimator.estimate(
        inputs: product.inputs(RandomProduct.warmup + steps, seed: run),
        warmup: RandomProduct.warmup, steps: steps)
      let statistics = TrajectoryStatistics(found)
      let reach = quantile(found.batches - 1)
      for (i, expected) in product.exponents.enumerated()
      where abs(statistics.means[i] - expected) < reach * statistics.standardErrors[i] {
        held[i] += 1
      }
    }
    #expect(held.allSatisfy { (930...970).contains($0) }, "\(product.name): \(held)")
  }

  @Test func `the diffusion of independent factors is the variance of their logarithms`() {
    // 64 batches of 8 trajectories; a deviation of 25 % is three standard ones.
    let product = RandomProduct.all[0]
    let found = RandomProduct.estimator().estimate(
      inputs: product.inputs(4096, seed: 1), warmup: 0, steps: 4096)
    #expect((32...72).contains(found.batches))
    #expect(abs(found.diffusions[0] / 0.25 - 1) < 0.6 && abs(found.diffusions[1] - 1) < 0.6)
  }

  @Test func `an estimate goes on until its standard error is small enough, or to its limit`() {
    let product = RandomProduct.all[0]
    func estimate(_ error: Double, limit: Int) -> LyapunovEstimate {
      RandomProduct.estimator().estimate(
        warmup: 10, steps: 64, limit: limit,
        isEnough: { LyapunovFindings($0, first: 2).isWithin(error) },
        inputs: { product.inputs($0, seed: 3) })
    }
    // A standard error of 1/√(8 T) is below 0.012 from T = 868 on.
    let found = estimate(0.012, limit: 1 << 20)
    #expect([512, 1024, 2048].contains(found.steps))
    let errors = TrajectoryStatistics(found).standardErrors
    #expect(errors.allSatisfy { $0 <= 0.012 })
    #expect(estimate(1e-9, limit: 100).steps == 100)
    // Of fewer than 32 batches nothing is believed: at 256 steps there are five of each trajectory.
    #expect(estimate(1, limit: 100).steps == 100 && estimate(1, limit: 1 << 20).steps == 256)
  }

  @Test func `steps in several goes are the steps in one`() {
    let product = RandomProduct.all[1]
    let estimator = RandomProduct.estimator(interval: 1)
    let goes = estimator.estimate(
      warmup: 10, steps: 64, limit: 256, isEnough: { _ in false },
      inputs: { product.inputs($0, seed: 4) })
    let whole = estimator.estimate(inputs: product.inputs(266, seed: 4), warmup: 10, steps: 256)
    #expect(goes.steps == 256)
    for (a, b) in zip(goes.exponents, whole.exponents) {
      // Windows end at other steps, where frames are orthonormalised once more.
      #expect(areClose(a, b, within: 1e-12))
    }
  }

  @Test func `sums of batches by hand`() {
    var batches = BatchMeans(trajectories: 2)
    #expect(batches.variancesPerStep.isEmpty)
    // Two trajectories of two quantities.
    batches.add([1, 10, 3, 10], steps: 2)
    batches.add([4, 20, 4, 20], steps: 4)
    // Means 1 and 5: (1 − 2)²/2 + (3 − 2)²/2 = 1, over 4 − 1; the others are 0.
    #expect(batches.count == 4)
    #expect(areClose(batches.variancesPerStep, [1.0 / 3, 0], within: 1e-15))
    batches.add([.nan, -.infinity, 1, 1], steps: 1)
    #expect(batches.variancesPerStep.allSatisfy { $0.isNaN })
  }

  @Test func `batches are joined two by two, and none is lost`() {
    var batches = BatchMeans(trajectories: 1)
    for index in 0..<1000 {
      batches.add([Double(index % 7)], steps: 1)
      #expect(batches.count <= 64 && batches.count >= min(32, index + 1))
      #expect(batches.lengths.reduce(0, +) == index + 1)
      #expect(Set(batches.lengths.dropLast()).count <= 1)
    }
    #expect(batches.lengths.prefix(2) == [16, 16])
  }

  @Test func `batches grow beyond a long memory`() {
    // x' = 0.95 x + ξ: the variance of its sum grows by 1/0.05² = 400 a step. Batches of 64 steps would find about 300.
    let found = (0..<50).map { seed -> Double in
      var random = RandomStream(seed: UInt64(seed), purpose: "memory")
      var batches = BatchMeans(trajectories: 8)
      var states = (0..<8).map { _ in random.normal() / (1 - 0.95 * 0.95).squareRoot() }
      for _ in 0..<200 {
        var sums = [Double](repeating: 0, count: 8)
        for _ in 0..<64 {
          for i in states.indices {
            states[i] = 0.95 * states[i] + random.normal()
            sums[i] += states[i]
          }
        }
        batches.add(sums, steps: 64)
      }
      return batches.variancesPerStep[0]
    }
    let mean = found.reduce(0, +) / 50
    #expect(abs(mean / 400 - 1) < 0.1)
  }
}
