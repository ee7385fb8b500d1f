import Dynamics
import LinearAlgebra
import Networks
import Plans
import Records
import Schema
import Tasks
import Training

/// How much a step of a recurrent net can stretch a perturbation: norms of J_t = ∂h_{t+1}/∂h_t, mean over held-out inputs
/// and time.
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

  func quantities(of network: any Network) -> [Quantity] {
    let paper = "Geadah et al. 2020, arXiv:2006.12253"
    return [
      Quantity(
        "jacobian_norm",
        longName: "largest singular value of the state's Jacobian, mean over inputs and time",
        references: paper),
      Quantity(
        "jacobian_column_sum",
        longName: "largest magnitude of a column sum of the state's Jacobian, mean over inputs "
          + "and time", references: paper),
    ]
  }

  private func stateSize(_ network: any Network) -> Int {
    network.cell?.stateSizes.reduce(0, +) ?? 0
  }

  /// A product with the identity frame, and singular values.
  func flops(of network: any Network) -> Double {
    let n = Double(stateSize(network))
    return countProduct(trajectories, steps) * 6 * n * n * n
  }

  /// Jacobians and their products in double precision; the factor is measured.
  func numberCount(of network: any Network, on task: any Task, changed: [any Task]) -> Double {
    countProduct(12, trajectories, stateSize(network), stateSize(network))
  }

  func check(_ network: any Network) throws(ObservableError) {
    try requireStatesAlone(network)
  }

  func observer<Element: Scalar>(of subject: Subject<Element>) -> any Observer {
    let (cell, step) = subject.recurrence
    let inputs = Storage<Element>(count: steps * trajectories * cell.inputSize)
    inputs.withMutableSpan {
      subject.trainer.task.fillProbe(trajectories: trajectories, steps: steps, inputs: &$0)
    }
    let jacobians = JacobianTrajectory(
      cell.stateSizes, cell.inputSize, rows: trajectories, step: step)
    return JacobianNormObserver(
      jacobians, inputs: inputs, steps: steps, pulse: { subject.pulse() })
  }
}

private final class JacobianNormObserver<Element: Scalar>: Observer {
  private let jacobians: JacobianTrajectory<Element>
  private let inputs: Storage<Element>
  private let steps: Int
  private let pulse: () -> Void

  init(
    _ jacobians: JacobianTrajectory<Element>, inputs: Storage<Element>, steps: Int,
    pulse: @escaping () -> Void
  ) {
    self.jacobians = jacobians
    self.inputs = inputs
    self.steps = steps
    self.pulse = pulse
  }

  func values() -> [Double] {
    var sums = (norm: 0.0, column: 0.0)
    jacobians.restart()
    for t in 0..<steps {
      pulse()
      for matrix in jacobians.advance(step: t, inputs: inputs) {
        sums.norm += matrix.singularValues.first ?? .nan
        sums.column += matrix.largestRowSum
      }
    }
    let count = Double(steps * jacobians.rows)
    return [sums.norm / count, sums.column / count]
  }
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
