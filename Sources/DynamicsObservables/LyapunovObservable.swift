import Plans
import Dynamics
import Training
import Tasks
import Networks
import LinearAlgebra
import Observing
import RandomStreams
import Records
import Schema

/// The Lyapunov spectrum of a recurrent net along trajectories driven by the task's held-out inputs.
struct LyapunovObservable: Observable {
  static let key = "lyapunov"
  static let summary = "Lyapunov spectrum along input-driven trajectories"
  static let entries: [Entry] = [
    Entry(
      "exponents", .value(.word("all", or: .integer(1...1_000_000)), default: .text("all")),
      "how many exponents, the largest first"),
    .integer("trajectories", 8, in: 1...100_000, "input sequences averaged over"),
    .integer(
      "steps", 500, in: 1...1_000_000_000,
      "time steps averaged over; with error, those after which it is looked at first"),
    Entry(
      "error", .value(.word("none", or: .real(.positive)), default: .text("none")),
      "standard error, in nats a step, that every exponent taken is to have: steps are doubled until "
        + "then; none: steps alone"),
    .integer(
      "max_steps", 100_000, in: 1...1_000_000_000,
      "time steps averaged over at most where error is given; steps where those are more"),
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
  /// The standard error to be reached; nil where steps alone are given.
  private let error: Double?
  /// The most steps that may be averaged over.
  private let limit: Int
  private let warmup: Int
  /// The steps between orthonormalisations; nil where the interval adapts.
  private let interval: Int?
  private let isHouseholder: Bool
  private let initialDeviation: Double
  private let threshold: Double
  private let tracksDeterminant: Bool

  init(_ settings: Settings) {
    exponents = settings.integerUnlessWord("exponents")
    trajectories = settings.integer("trajectories")
    steps = settings.integer("steps")
    error = settings.realUnlessWord("error")
    limit = error == nil ? steps : max(steps, settings.integer("max_steps"))
    warmup = settings.integer("warmup")
    interval = settings.integerUnlessWord("interval")
    isHouseholder = settings.text("method") == "householder"
    initialDeviation = settings.real("initial_deviation")
    threshold = settings.real("threshold")
    tracksDeterminant = settings.boolean("determinant")
  }

  /// The numbers of units and of tangents of each layer.
  private func frames(_ network: any Network) -> [(n: Double, k: Double)] {
    guard let cell = network.cell else { return [] }
    return cell.layerStates.map { layer in
      let n = cell.stateSizes[layer].reduce(0, +)
      return (Double(n), Double(min(exponents ?? n, n)))
    }
  }

  /// The number of exponents that are recorded.
  private func count(_ network: any Network) -> Int {
    min(exponents ?? network.stateSize, network.stateSize)
  }

  func check(_ network: any Network, on task: any LearningTask) throws(ObservableError) {
    try requireStatesAlone(network)
  }

  func columns(of network: any Network, on task: any LearningTask) -> [Column<LyapunovFindings>] {
    LyapunovColumns(
      exponents: count(network), threshold: threshold, tracksDeterminant: tracksDeterminant,
      timeStep: network.cell?.timeStep
    ).all
  }

  func cost(of network: any Network, on task: any LearningTask, changed: [any LearningTask]) -> Cost
  {
    let flops = flops(of: network)
    // It gives a heartbeat about every step.
    return Cost(
      flops: flops, numbers: numberCount(of: network),
      quietFlops: flops / Double(max(1, warmup + limit)))
  }

  /// Operations of the tangents' products and the frames' orthonormalisation. The latter has its cost relative to a
  /// product, which is half as high where it need not be thorough.
  private func flops(of network: any Network) -> Double {
    let n = Double(network.stateSize)
    let perStep = frames(network).reduce(0) { sum, frame in
      sum + 2 * frame.n * frame.n * frame.k
        + frame.n * frame.k * frame.k * (interval.map { 5 / Double($0) } ?? 2.3)
    }
    let determinant = tracksDeterminant ? 8.0 / 3 * n * n * n : 0
    return Double(trajectories) * (Double(warmup + limit) * perStep + Double(limit) * determinant)
  }

  /// Memory holds frames and their products (in double precision where single does not suffice), the inputs, the states
  /// of up to 64 steps, and Jacobians in double precision; the factor is measured.
  private func numberCount(of network: any Network) -> Double {
    let n = network.stateSize
    let inputs = countProduct(warmup + limit, network.inputSize)
    let tangents = frames(network).reduce(0) { $0 + $1.n * $1.k }
    let determinant = tracksDeterminant ? countProduct(8, n, n) : 0
    return Double(trajectories) * (inputs + 10 * tangents + countProduct(128, n) + determinant)
  }

  func probe<Element: Scalar>(
    of context: ObservationContext<Element>
  ) -> Probe<LyapunovFindings> {
    let dynamics = context.dynamics
    let estimator = LyapunovEstimator(
      of: dynamics,
      LyapunovSettings(
        exponents: exponents, trajectories: trajectories,
        interval: interval.map { .steps($0) } ?? .auto,
        method: isHouseholder ? .householder : .cholesky, tracksDeterminant: tracksDeterminant,
        seed: context.trainer.seed))
    let inputs = ProbeInputs<Element>(of: context.trainer.task, trajectories: trajectories)
    let states =
      initialDeviation == 0 ? nil : initialStates(dynamics.stateSizes, context.trainer.seed)
    let count = count(context.trainer.network)
    return { [warmup, steps, limit, error] in
      let estimate = estimator.estimate(
        warmup: warmup, steps: steps, limit: limit, initialStates: states,
        watch: { _ in context.heartbeat() },
        isEnough: { LyapunovFindings($0, first: count).isWithin(error) }, inputs: inputs.first)
      return LyapunovFindings(estimate, first: count)
    }
  }

  /// Independent normal numbers; a trajectory's numbers do not depend on how many trajectories there are.
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
