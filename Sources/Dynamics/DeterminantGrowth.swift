import Foundation
import LinearAlgebra
import Plans

/// Sums ln |det J_t| of a cell's Jacobians along trajectories, in double precision.
///
/// In exact arithmetic the mean over steps is the sum of all Lyapunov exponents, so that each checks the other.
final class DeterminantGrowth<Element: Scalar> {
  private let rows: Int
  private let dimension: Int
  private let plan: Plan<Double>
  private let parameters: CellParameters<Element, Double>
  private let states: [Storage<Double>]
  private let input: Storage<Double>
  private let jacobians: Storage<Double>
  private var factors: Matrix<Double>
  /// The sum of each trajectory, nats.
  private(set) var sums: [Double]

  init(_ dynamics: CellDynamics<Element>, rows: Int) {
    let (sizes, inputSize) = (dynamics.stateSizes, dynamics.inputSize)
    self.rows = rows
    let n = dynamics.dimension
    dimension = n
    let map = TangentMap<Element, Double>(dynamics, rows: rows, tangents: n)
    parameters = map.parameters
    states = sizes.map { Storage(count: rows * $0) }
    input = Storage(count: rows * inputSize)
    jacobians = Storage(count: rows * n * n)
    let identity = Storage<Double>(count: rows * n * n)
    for row in 0..<rows * n { identity[row * n + row % n] = 1 }
    plan = map.plan(first: 0, states: states, input: input, from: identity, to: jacobians)
    factors = Matrix(rows: n, columns: n)
    sums = [Double](repeating: 0, count: rows)
  }

  /// Reads the parameters' present values and sets the sums to zero.
  func restart() {
    parameters.refresh()
    for row in sums.indices { sums[row] = 0 }
  }

  /// Adds ln |det J| of the step from given states.
  ///
  /// - Parameters:
  ///   - before: The states before the step, trajectories × size each.
  ///   - offset: Where the step's inputs, trajectories × inputSize, begin in `inputs`.
  func add(states before: [Storage<Double>], inputs: Storage<Element>, at offset: Int) {
    for (state, before) in zip(states, before) { state.convert(before) }
    input.convert(inputs, from: offset)
    plan.run()
    let count = dimension * dimension
    for row in 0..<rows {
      jacobians.withSpan { jacobians in
        for i in 0..<count { factors.elements[i] = jacobians[row * count + i] }
      }
      sums[row] += factors.logarithmicDeterminant
    }
  }
}
