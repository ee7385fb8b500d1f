import Training
import Networks
import Tasks
import Plans
import Dynamics
import LinearAlgebra
import Observing
import Records
import Schema

/// The factor by which a step of a recurrent net can stretch a perturbation: norms of J_t = ∂h_{t+1}/∂h_t, averaged
/// over held-out inputs and time.
struct JacobianNormObservable: Observable {
  static let key = "jacobian_norm"
  static let summary = "norms of a recurrent net's Jacobian along input-driven trajectories"
  static let entries: [Entry] = [
    .integer("trajectories", 4, in: 1...100_000, "input sequences averaged over"),
    .integer("steps", 64, in: 1...1_000_000, "time steps averaged over, from the first"),
  ]

  private let trajectories: Int
  private let steps: Int

  init(_ settings: Settings) {
    trajectories = settings.integer("trajectories")
    steps = settings.integer("steps")
  }

  func check(_ network: any Network, on task: any LearningTask) throws(ObservableError) {
    try requireStatesAlone(network)
  }

  func columns(of network: any Network, on task: any LearningTask) -> [Column<JacobianNorms>] {
    let paper = "Geadah et al. 2020, arXiv:2006.12253"
    return [
      Column(
        "jacobian_norm",
        "largest singular value of the state's Jacobian, mean over inputs and time", paper
      ) { $0.spectral },
      Column(
        "jacobian_column_sum",
        "largest magnitude of a column sum of the state's Jacobian, mean over inputs and time",
        paper
      ) { $0.columnSum },
    ]
  }

  /// Operations are a product with the identity frame and singular values. Memory holds Jacobians and their products in
  /// double precision; its factor is measured.
  func cost(of network: any Network, on task: any LearningTask, changed: [any LearningTask]) -> Cost
  {
    let n = network.stateSize
    return Cost(
      flops: countProduct(trajectories, steps) * 6 * Double(n) * Double(n) * Double(n),
      numbers: countProduct(12, trajectories, n, n)
        + countProduct(steps, trajectories, network.inputSize))
  }

  func probe<Element: Scalar>(of context: ObservationContext<Element>) -> Probe<JacobianNorms> {
    let dynamics = context.dynamics
    let inputs = ProbeInputs<Element>(of: context.trainer.task, trajectories: trajectories)
    let jacobians = JacobianTrajectory(dynamics, rows: trajectories)
    return {
      var sums = (norm: 0.0, column: 0.0)
      jacobians.restart()
      for t in 0..<steps {
        context.heartbeat()
        for matrix in jacobians.advance(step: t, inputs: inputs.first(steps)) {
          sums.norm += matrix.singularValues.first ?? .nan
          sums.column += matrix.largestRowSum
        }
      }
      let count = Double(steps * trajectories)
      return JacobianNorms(spectral: sums.norm / count, columnSum: sums.column / count)
    }
  }
}

/// The norms of the Jacobians, averaged over inputs and time.
struct JacobianNorms {
  let spectral: Double
  let columnSum: Double
}

extension Matrix<Double> {
  /// The largest magnitude of a row's sum; NaN where an element is not finite.
  fileprivate var largestRowSum: Double {
    guard elements.allSatisfy(\.isFinite) else { return .nan }
    return (0..<rows).reduce(0) { largest, row in
      max(largest, abs((0..<columns).reduce(0) { $0 + self[row, $1] }))
    }
  }
}
