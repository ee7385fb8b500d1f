import Dynamics
import LinearAlgebra
import Plans
import Programs
import RandomStreams

/// Lyapunov exponents of h' = tanh(W h + u), W Gaussian of gain 1.5, along 8 trajectories, as the peers compute them.
final class SpectrumBenchmark: Benchmark {
  private static let trajectories = 8
  private static let gain = 1.5

  /// Steps of one run, as many as the peers': one is a step of all trajectories.
  let count: Int
  private let estimator: LyapunovEstimator<Float>
  private let inputs: Storage<Float>

  /// - Parameters:
  ///   - exponents: How many; all where nil.
  ///   - interval: Between orthonormalisations.
  init(units: Int, exponents: Int?, interval: OrthonormalizationInterval) {
    count = units < 256 ? 20 : 5
    var random = RandomStream(seed: 1, purpose: "benchmark spectrum")
    let scale = Self.gain / Double(units).squareRoot()
    let weight = Storage((0..<units * units).map { _ in Float(random.normal() * scale) })
    let drive = (0..<count * Self.trajectories * units).map { _ in Float(random.normal() / 10) }
    inputs = Storage(drive)
    let dynamics = CellDynamics<Float>(stateSizes: [units], inputSize: units) {
      program, states, input in
      let w = program.input(units, units)
      return ([(states[0].timesTranspose(w) + input).tanh()], [Binding(w, to: weight)])
    }
    estimator = LyapunovEstimator(
      of: dynamics,
      LyapunovSettings(
        exponents: exponents, trajectories: Self.trajectories, interval: interval, seed: 1))
  }

  func run() { _ = estimator.estimate(inputs: inputs, warmup: 0, steps: count) }
}
