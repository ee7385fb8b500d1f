import Dynamics
import LinearAlgebra
import Networks
import Plans
import RandomStreams
import Records
import Schema
import Tasks
import Training

/// The Lyapunov spectrum of a recurrent net along trajectories driven by the task's held-out inputs.
struct LyapunovObservable: Observable {
  static let key = "lyapunov"
  static let summary = "Lyapunov spectrum along input-driven trajectories"
  static let entries: [Entry] = [
    Entry(
      "exponents", .value(.word("all", or: .integer(1...1_000_000)), default: .text("all")),
      "how many exponents, the largest first"),
    .integer("trajectories", 8, in: 1...100_000, "input sequences averaged over"),
    .integer("steps", 500, in: 1...1_000_000_000, "time steps averaged over"),
    .integer(
      "warmup", 100, in: 0...1_000_000_000,
      "time steps before, in which state and frame evolve uncounted"),
    Entry(
      "interval", .value(.word("auto", or: .integer(1...1_000)), default: .text("auto")),
      "time steps between orthonormalisations at most; auto: as many as rounding allows, 1: every "
        + "step"),
    Entry(
      "method", .value(.word("cholesky", "householder"), default: .text("cholesky")),
      "orthonormalisation: by Cholesky factors (faster), or by Householder reflections throughout, "
        + "a second opinion"),
    .real(
      "initial_deviation", 0, in: .nonnegative,
      "standard deviation of the states that trajectories start from; 0: from zero"),
    .real(
      "threshold", 0.1, in: .nonnegative,
      "τ: exponents above −τ, in nats a step, count as long memories"),
    .boolean(
      "determinant", false,
      "whether to work out the Jacobians' determinants too, whose mean log is the exponents' sum"),
  ]

  private let exponents: Int?
  private let trajectories: Int
  private let steps: Int
  private let warmup: Int
  /// Nil for one that adapts.
  private let interval: Int?
  private let isHouseholder: Bool
  private let initialDeviation: Double
  private let threshold: Double
  private let tracksDeterminant: Bool

  init(_ settings: Settings) {
    exponents = settings.integerUnlessWord("exponents")
    trajectories = settings.integer("trajectories")
    steps = settings.integer("steps")
    warmup = settings.integer("warmup")
    interval = settings.integerUnlessWord("interval")
    isHouseholder = settings.text("method") == "householder"
    initialDeviation = settings.real("initial_deviation")
    threshold = settings.real("threshold")
    tracksDeterminant = settings.boolean("determinant")
  }

  private func stateSize(_ network: any Network) -> Int {
    network.cell?.stateSizes.reduce(0, +) ?? 0
  }

  /// Units and tangents of each layer.
  private func frames(_ network: any Network) -> [(n: Double, k: Double)] {
    guard let cell = network.cell else { return [] }
    return cell.layerStates.map { layer in
      let n = cell.stateSizes[layer].reduce(0, +)
      return (Double(n), Double(min(exponents ?? n, n)))
    }
  }

  private func count(_ network: any Network) -> Int {
    let dimension = stateSize(network)
    return min(exponents ?? dimension, dimension)
  }

  private var contents: LyapunovQuantities {
    LyapunovQuantities(threshold: threshold, tracksDeterminant: tracksDeterminant)
  }

  func quantities(of network: any Network) -> [Quantity] {
    contents.quantities(exponents: count(network), timeStep: network.cell?.timeStep)
  }

  /// The tangents' products and the frames' orthonormalisation, the latter at what it costs beside a product: half as
  /// much where it need not be thorough.
  func flops(of network: any Network) -> Double {
    let n = Double(stateSize(network))
    let perStep = frames(network).reduce(0) { sum, frame in
      sum + 2 * frame.n * frame.n * frame.k
        + frame.n * frame.k * frame.k * (interval.map { 5 / Double($0) } ?? 2.3)
    }
    let determinant = tracksDeterminant ? 8.0 / 3 * n * n * n : 0
    return Double(trajectories) * (Double(warmup + steps) * perStep + Double(steps) * determinant)
  }

  /// Frames and their products (in double precision where single does not suffice), the inputs, the states of up to 64
  /// steps, and Jacobians in double precision; the factor is measured.
  func numberCount(of network: any Network, on task: any Task, changed: [any Task]) -> Double {
    let n = stateSize(network)
    let inputs = countProduct(warmup + steps, network.inputSize)
    let tangents = frames(network).reduce(0) { $0 + $1.n * $1.k }
    let determinant = tracksDeterminant ? countProduct(8, n, n) : 0
    return Double(trajectories) * (inputs + 10 * tangents + countProduct(128, n) + determinant)
  }

  /// It gives a heartbeat at every step.
  func quietFlops(of network: any Network) -> Double {
    flops(of: network) / Double(max(1, warmup + steps))
  }

  func check(_ network: any Network) throws(ObservableError) {
    guard network.cell != nil else { throw .needsRecurrence(key: Self.key) }
  }

  func observer<Element: Scalar>(of subject: Subject<Element>) -> any Observer {
    let (cell, step) = subject.recurrence
    let estimator = LyapunovEstimator<Element>(
      stateSizes: cell.stateSizes, layers: cell.layerStates, inputSize: cell.inputSize,
      exponents: exponents, trajectories: trajectories,
      interval: interval.map { .steps($0) } ?? .auto,
      method: isHouseholder ? .householder : .cholesky, tracksDeterminant: tracksDeterminant,
      seed: subject.trainer.seed, step: step)
    let inputs = Storage<Element>(count: (warmup + steps) * trajectories * cell.inputSize)
    inputs.withMutableSpan {
      subject.trainer.task.fillProbe(
        trajectories: trajectories, steps: warmup + steps, inputs: &$0)
    }
    let states = initialDeviation == 0 ? nil : initialStates(cell.stateSizes, subject.trainer.seed)
    let count = count(subject.trainer.network)
    return LyapunovObserver(contents, count: count, timeStep: cell.timeStep) { [warmup, steps] in
      estimator.estimate(
        inputs: inputs, warmup: warmup, steps: steps, initialStates: states,
        watch: { _ in subject.heartbeat() })
    }
  }

  /// Independent normal numbers, the same for the first trajectories however many there are.
  private func initialStates(_ sizes: [Int], _ seed: UInt64) -> [[Double]] {
    sizes.enumerated().map { number, size in
      (0..<trajectories).flatMap { trajectory in
        var random = RandomStream(
          seed: seed, purpose: "trajectory \(trajectory), state", index: number)
        return (0..<size).map { _ in initialDeviation * random.normal() }
      }
    }
  }
}

private final class LyapunovObserver: Observer {
  private let contents: LyapunovQuantities
  /// Exponents that are recorded.
  private let count: Int
  private let timeStep: Double?
  private let estimate: () -> LyapunovEstimate

  init(
    _ contents: LyapunovQuantities, count: Int, timeStep: Double?,
    estimate: @escaping () -> LyapunovEstimate
  ) {
    (self.contents, self.count) = (contents, count)
    (self.timeStep, self.estimate) = (timeStep, estimate)
  }

  func values() -> [Double] {
    let estimate = estimate()
    let determinants = estimate.meanLogarithmicDeterminants
    return contents.values(
      TrajectoryStatistics(estimate, first: count), splitHalfError: estimate.splitHalfError,
      meanLogarithmicDeterminant: determinants.reduce(0, +) / Double(determinants.count),
      timeStep: timeStep)
  }
}
