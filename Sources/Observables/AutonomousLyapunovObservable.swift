import Dynamics
import LinearAlgebra
import Networks
import Plans
import Records
import Schema
import Tasks
import Training

/// The largest Lyapunov exponent of a recurrent net left to itself, h ← γ(W h + b), or under a constant input; always
/// from the same initial state (arXiv:2006.12253, where it is in bits).
struct AutonomousLyapunovObservable: Observable {
  static let key = "autonomous_lyapunov"
  static let summary = "largest Lyapunov exponent without input, or under constant input"
  static let entries: [Entry] = [
    .integer("steps", 1000, in: 1...1_000_000_000, "time steps averaged over"),
    .integer("warmup", 0, in: 0...1_000_000_000, "time steps before, uncounted"),
    .real("start", 0.5, "every unit's state before the first step"),
    Entry(
      "drives", .list(.real(), default: []),
      "constant inputs, the same to every feature, under which the exponent is also taken"),
  ]

  private let steps: Int
  private let warmup: Int
  private let start: Double
  private let drives: [Double]

  init(_ settings: Settings) {
    steps = settings.integer("steps")
    warmup = settings.integer("warmup")
    start = settings.real("start")
    drives = settings.list("drives").compactMap(\.number)
  }

  func quantities(of network: any Network) -> [Quantity] {
    let paper = "Geadah et al. 2020, arXiv:2006.12253"
    let own = Quantity(
      "autonomous_lyapunov", units: "nat step-1",
      longName: "largest Lyapunov exponent without input", references: paper)
    guard !drives.isEmpty else { return [own] }
    let drive = Quantity.Dimension(
      "drive", labels: drives.map { SettingValue.real($0).description })
    return [
      own,
      Quantity(
        "driven_lyapunov", dimensions: [drive], units: "nat step-1",
        longName: "largest Lyapunov exponent under a constant input", references: paper),
    ]
  }

  /// One trajectory each; all tangents are followed, since a net in blocks may grow in any of them.
  func flops(of network: any Network) -> Double {
    let n = Double(network.cell?.stateSizes.reduce(0, +) ?? 0)
    return countProduct(warmup + steps, 1 + drives.count) * 4.3 * n * n * n
  }

  /// Frames and their products; the factor is measured.
  func numberCount(of network: any Network, on task: any Task, changed: [any Task]) -> Double {
    let n = network.cell?.stateSizes.reduce(0, +) ?? 0
    return countProduct(5, 1 + drives.count, n, n)
  }

  func check(_ network: any Network) throws(ObservableError) {
    try requireStatesAlone(network)
  }

  func observer<Element: Scalar>(of subject: Subject<Element>) -> any Observer {
    let (cell, step) = subject.recurrence
    let levels = [0] + drives
    let estimator = LyapunovEstimator<Element>(
      stateSizes: cell.stateSizes, layers: cell.layerStates, inputSize: cell.inputSize,
      exponents: nil, trajectories: levels.count, seed: subject.trainer.seed, step: step)
    let one = levels.flatMap { [Element](repeating: Element($0), count: cell.inputSize) }
    let inputs = Storage((0..<warmup + steps).flatMap { _ in one })
    let states = cell.stateSizes.map { [Double](repeating: start, count: levels.count * $0) }
    return AutonomousLyapunovObserver { [warmup, steps] in
      estimator.estimate(
        inputs: inputs, warmup: warmup, steps: steps, initialStates: states,
        watch: { _ in subject.pulse() })
    }
  }
}

private final class AutonomousLyapunovObserver: Observer {
  private let estimate: () -> LyapunovEstimate

  init(_ estimate: @escaping () -> LyapunovEstimate) { self.estimate = estimate }

  /// The largest exponent of each trajectory.
  func values() -> [Double] {
    let estimate = estimate()
    return zip(estimate.exponents, estimate.errorEstimates).map { row, errors in
      TrajectoryStatistics([row], errors: [errors], first: 1).means.first ?? .nan
    }
  }
}
