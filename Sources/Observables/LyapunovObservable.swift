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
  ]

  private let exponents: Int?
  private let trajectories: Int
  private let steps: Int
  private let warmup: Int
  /// Nil for one that adapts.
  private let interval: Int?
  private let isHouseholder: Bool

  init(_ settings: Settings) {
    exponents = settings.integerUnlessWord("exponents")
    trajectories = settings.integer("trajectories")
    steps = settings.integer("steps")
    warmup = settings.integer("warmup")
    interval = settings.integerUnlessWord("interval")
    isHouseholder = settings.text("method") == "householder"
  }

  private func stateSize(_ network: any Network) -> Int {
    network.cell?.stateSizes.reduce(0, +) ?? 0
  }

  private func count(_ network: any Network) -> Int {
    let dimension = stateSize(network)
    return min(exponents ?? dimension, dimension)
  }

  func quantities(of network: any Network) -> [Quantity] {
    let exponent = Quantity.Dimension("exponent", size: count(network))
    let paper = "Vogt et al. 2022, arXiv:2006.14123"
    return [
      Quantity(
        "max_lyapunov", units: "nat step-1", longName: "largest Lyapunov exponent",
        references: paper),
      Quantity(
        "kaplan_yorke_dimension", longName: "attractor dimension from the Lyapunov spectrum",
        references: "Kaplan and Yorke 1979"),
      Quantity(
        "entropy_rate", units: "nat step-1", longName: "sum of the positive Lyapunov exponents",
        references: "Pesin 1977"),
      Quantity(
        "lyapunov_spectrum", dimensions: [exponent], units: "nat step-1",
        longName: "Lyapunov exponents, mean over trajectories, largest first", references: paper),
      Quantity(
        "lyapunov_spectrum_deviation", dimensions: [exponent], units: "nat step-1",
        longName: "standard deviation of each Lyapunov exponent over trajectories",
        references: paper),
    ]
  }

  /// The tangents' products and the frames' orthonormalisation, the latter at what it costs beside a product: half as
  /// much where it need not be thorough.
  func flops(of network: any Network) -> Double {
    let n = Double(stateSize(network))
    let k = Double(count(network))
    let perStep = 2 * n * n * k + n * k * k * (interval.map { 5 / Double($0) } ?? 2.3)
    return Double((warmup + steps) * trajectories) * perStep
  }

  /// It gives a sign of life at every step.
  func quietFlops(of network: any Network) -> Double {
    flops(of: network) / Double(max(1, warmup + steps))
  }

  func check(_ network: any Network) throws(ObservableError) {
    guard network.cell != nil else { throw .needsRecurrence(key: Self.key) }
  }

  func observer<Element: Scalar>(of subject: Subject<Element>) -> any Observer {
    let network = subject.trainer.network
    guard let cell = network.cell else { preconditionFailure("a net without a cell") }
    let parameters = subject.trainer.parameters
    let estimator = LyapunovEstimator<Element>(
      stateSizes: cell.stateSizes, inputSize: network.inputSize, exponents: exponents,
      trajectories: trajectories, interval: interval.map { .steps($0) } ?? .auto,
      method: isHouseholder ? .householder : .cholesky
    ) { program, states, input in
      let values = network.layout.values(in: program)
      let next = cell.step(states: states, input: input, parameters: values)
      return (next, network.layout.bindings(of: values, to: parameters))
    }
    let inputs = Storage<Element>(count: (warmup + steps) * trajectories * network.inputSize)
    inputs.withMutableSpan {
      subject.trainer.task.fillProbe(
        trajectories: trajectories, steps: warmup + steps, inputs: &$0)
    }
    return LyapunovObserver(
      estimator, inputs: inputs, warmup: warmup, steps: steps, pulse: { subject.pulse() })
  }
}

private final class LyapunovObserver<Element: Scalar>: Observer {
  private let estimator: LyapunovEstimator<Element>
  private let inputs: Storage<Element>
  private let warmup: Int
  private let steps: Int
  private let pulse: () -> Void

  init(
    _ estimator: LyapunovEstimator<Element>, inputs: Storage<Element>, warmup: Int, steps: Int,
    pulse: @escaping () -> Void
  ) {
    self.pulse = pulse
    self.estimator = estimator
    self.inputs = inputs
    self.warmup = warmup
    self.steps = steps
  }

  func values() -> [Double] {
    let rows = estimator.exponents(inputs: inputs, warmup: warmup, steps: steps) { [pulse] _ in
      pulse()
    }
    let statistics = TrajectoryStatistics(rows)
    let spectrum = LyapunovSpectrum(statistics.means)
    return [spectrum.maximum, spectrum.kaplanYorkeDimension, spectrum.entropyRate]
      + spectrum.exponents + statistics.deviations
  }
}
