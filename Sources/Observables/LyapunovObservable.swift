import Graph
import LinearAlgebra
import Networks
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
      "time steps between orthonormalisations; auto: as many as rounding allows, 1: every step"),
    Entry(
      "method", .value(.word("cholesky", "householder"), default: .text("cholesky")),
      "orthonormalisation: by Cholesky factors (faster), or by Householder reflections throughout"),
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
    let k = Double(count(network))
    let perStep = 2 * n * n * k + n * k * k * (interval.map { 5 / Double($0) } ?? 2.3)
    let determinant = tracksDeterminant ? 8.0 / 3 * n * n * n : 0
    return Double(trajectories) * (Double(warmup + steps) * perStep + Double(steps) * determinant)
  }

  /// Frames and their products, the inputs, and Jacobians in double precision; the factor is measured.
  func numberCount(of network: any Network, on task: any Task, changed: [any Task]) -> Int {
    let n = stateSize(network)
    let inputs = (warmup + steps) * network.inputSize
    return trajectories * (inputs + 5 * n * count(network) + (tracksDeterminant ? 8 * n * n : 0))
  }

  /// It gives a sign of life at every step.
  func quietFlops(of network: any Network) -> Double {
    flops(of: network) / Double(max(1, warmup + steps))
  }

  func check(_ network: any Network) throws(ObservableError) {
    guard network.cell != nil else { throw .needsRecurrence(key: Self.key) }
  }

  func observer<Element: Scalar>(of subject: Subject<Element>) -> any Observer {
    let (cell, step) = subject.recurrence
    let estimator = LyapunovEstimator<Element>(
      stateSizes: cell.stateSizes, inputSize: cell.inputSize, exponents: exponents,
      trajectories: trajectories, interval: interval.map { .steps($0) } ?? .auto,
      method: isHouseholder ? .householder : .cholesky, tracksDeterminant: tracksDeterminant,
      step: step)
    let inputs = Storage<Element>(count: (warmup + steps) * trajectories * cell.inputSize)
    inputs.withMutableSpan {
      subject.trainer.task.fillProbe(
        trajectories: trajectories, steps: warmup + steps, inputs: &$0)
    }
    let states = initialDeviation == 0 ? nil : initialStates(cell.stateSizes, subject.trainer.seed)
    return LyapunovObserver(estimator, contents, timeStep: cell.timeStep) { [warmup, steps] in
      $0.exponents(
        inputs: inputs, warmup: warmup, steps: steps, initialStates: states,
        eachStep: { _ in subject.pulse() })
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

private final class LyapunovObserver<Element: Scalar>: Observer {
  private let estimator: LyapunovEstimator<Element>
  private let contents: LyapunovQuantities
  private let timeStep: Double?
  private let rows: (LyapunovEstimator<Element>) -> [[Double]]

  init(
    _ estimator: LyapunovEstimator<Element>, _ contents: LyapunovQuantities, timeStep: Double?,
    rows: @escaping (LyapunovEstimator<Element>) -> [[Double]]
  ) {
    (self.estimator, self.contents) = (estimator, contents)
    (self.timeStep, self.rows) = (timeStep, rows)
  }

  func values() -> [Double] {
    let statistics = TrajectoryStatistics(rows(estimator))
    let determinants = estimator.meanLogarithmicDeterminants
    return contents.values(
      statistics, splitHalfError: estimator.splitHalfError,
      meanLogarithmicDeterminant: determinants.reduce(0, +) / Double(determinants.count),
      timeStep: timeStep)
  }
}
