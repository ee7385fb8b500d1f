import Training
import Networks
import Tasks
import Plans
import Dynamics
import LinearAlgebra
import Observing
import Records
import Schema

/// The largest Lyapunov exponent of a recurrent net without input, h ← γ(W h + b), or under a constant input, always
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

  func check(_ network: any Network, on task: any LearningTask) throws(ObservableError) {
    try requireStatesAlone(network)
  }

  /// The exponent without input, then the exponents under each drive.
  func columns(of network: any Network, on task: any LearningTask) -> [Column<[Double]>] {
    let paper = "Geadah et al. 2020, arXiv:2006.12253"
    let own = Column<[Double]>(
      "autonomous_lyapunov", units: "nat step-1", "largest Lyapunov exponent without input", paper
    ) { $0[0] }
    guard !drives.isEmpty else { return [own] }
    let drive = Quantity.Dimension(
      "drive", labels: drives.map { SettingValue.real($0).description })
    return [
      own,
      Column(
        "driven_lyapunov", over: [drive], units: "nat step-1",
        "largest Lyapunov exponent under a constant input", paper
      ) { Array($0.dropFirst()) },
    ]
  }

  /// Each drive has one trajectory. All tangents are followed, since a net of modules may grow in any of them. Memory
  /// holds frames and their products; its factor is measured.
  func cost(of network: any Network, on task: any LearningTask, changed: [any LearningTask]) -> Cost
  {
    let n = network.stateSize
    return Cost(
      flops: countProduct(warmup + steps, 1 + drives.count) * 4.3 * Double(n) * Double(n)
        * Double(n),
      numbers: countProduct(5, 1 + drives.count, n, n)
        + countProduct(warmup + steps, 1 + drives.count, network.inputSize))
  }

  func probe<Element: Scalar>(of context: ObservationContext<Element>) -> Probe<[Double]> {
    let dynamics = context.dynamics
    let levels = [0] + drives
    let estimator = LyapunovEstimator(
      of: dynamics, LyapunovSettings(trajectories: levels.count, seed: context.trainer.seed))
    let one = levels.flatMap { [Element](repeating: Element($0), count: dynamics.inputSize) }
    let inputs = Storage((0..<warmup + steps).flatMap { _ in one })
    let states = dynamics.stateSizes.map { [Double](repeating: start, count: levels.count * $0) }
    return { [warmup, steps] in
      let estimate = estimator.estimate(
        inputs: inputs, warmup: warmup, steps: steps, initialStates: states,
        watch: { _ in context.heartbeat() })
      return zip(estimate.exponents, estimate.errorEstimates).map { row, errors in
        TrajectoryStatistics([row], errors: [errors], first: 1).means.first ?? .nan
      }
    }
  }
}
