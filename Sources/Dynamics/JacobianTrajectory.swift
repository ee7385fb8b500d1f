package import LinearAlgebra
package import Plans

/// The Jacobians ∂h_{t+1}/∂h_t of a cell along driven trajectories, in double precision.
package struct JacobianTrajectory<Element: Scalar> {
  /// The number of trajectories.
  package let rows: Int
  private let dimension: Int
  private let trajectory: StateTrajectory<Element>
  private let map: TangentMap<Element, Double>
  private let input: Storage<Double>
  private let result: Storage<Double>
  /// A plan for even steps and one for odd steps, whose states lie in different storages.
  private let plans: [Plan<Double>]

  /// The Jacobians of `dynamics` along `rows` trajectories.
  package init(_ dynamics: CellDynamics<Element>, rows: Int) {
    let (dimension, inputSize) = (dynamics.dimension, dynamics.inputSize)
    (self.rows, self.dimension) = (rows, dimension)
    let trajectory = StateTrajectory(dynamics, rows: rows)
    let map = TangentMap<Element, Double>(dynamics, rows: rows, tangents: dimension)
    let identity = Storage<Double>(
      (0..<rows * dimension).flatMap { row in
        (0..<dimension).map { $0 == row % dimension ? 1 : 0 }
      })
    let input = Storage<Double>(count: rows * inputSize)
    let result = Storage<Double>(count: rows * dimension * dimension)
    plans = [0, 1].map { t in
      map.plan(
        first: 0, states: trajectory.states(beforeStep: t), input: input, from: identity,
        to: result)
    }
    (self.trajectory, self.map, self.input, self.result) = (trajectory, map, input, result)
  }

  /// Sets the states to zero and reads the parameters' present values.
  package func restart() {
    trajectory.restart()
    map.parameters.refresh()
  }

  /// Makes time step `t`; steps must follow each other from 0.
  ///
  /// - Parameter inputs: The inputs of all steps, steps·rows × inputSize.
  /// - Returns: Each trajectory's Jacobian at the step, transposed, [dimension × dimension]: row j is the image of unit
  ///   vector j.
  package func advance(step t: Int, inputs: Storage<Element>) -> [Matrix<Double>] {
    let offset = t * input.count
    input.convert(inputs, from: offset)
    plans[t % 2].run()
    trajectory.advance(step: t, inputs: inputs, at: offset)
    let size = dimension * dimension
    let elements = result.elements
    return (0..<rows).map {
      Matrix(
        rows: dimension, columns: dimension, elements: Array(elements[$0 * size..<($0 + 1) * size]))
    }
  }
}
