package import LinearAlgebra
package import Plans
import Programs

/// The states of several driven trajectories, in double precision even where the net's is single.
///
/// A chaotic net's trajectory in single precision leaves the true one within a hundred steps, and so do the exponents
/// of a finite time. A step of the states costs very little beside a step of their tangents.
package struct StateTrajectory<Element: Scalar> {
  private let states: [[Storage<Double>]]
  private let input: Storage<Double>
  /// Two plans; each writes the states that the other reads.
  private let plans: [Plan<Double>]
  private let parameters: CellParameters<Element, Double>

  /// The trajectories of `dynamics`, all in state zero.
  ///
  /// - Parameter rows: The number of trajectories.
  package init(_ dynamics: CellDynamics<Element>, rows: Int) {
    let (sizes, inputSize) = (dynamics.stateSizes, dynamics.inputSize)
    let program = Program()
    let before = sizes.map { program.input(rows, $0) }
    let drive = program.input(rows, inputSize)
    let (next, bindings) = dynamics.step(program, before, drive)
    let parameters = CellParameters<Element, Double>(bindings)
    let states = (0..<2).map { _ in sizes.map { Storage<Double>(count: rows * $0) } }
    let input = Storage<Double>(count: rows * inputSize)
    plans = [(0, 1), (1, 0)].map { from, to in
      var all = parameters.bindings
      all.append(Binding(drive, to: input))
      for (value, storage) in zip(before, states[from]) { all.append(Binding(value, to: storage)) }
      for (value, storage) in zip(next, states[to]) { all.append(Binding(value, to: storage)) }
      return Plan(outputs: next, bindings: all)
    }
    (self.parameters, self.states, self.input) = (parameters, states, input)
  }

  /// Sets the states before step 0 and reads the parameters' present values.
  ///
  /// - Parameter initial: For each state, rows × size; zeros where nil.
  package func restart(from initial: [[Double]]? = nil) {
    for (index, state) in states[0].enumerated() {
      state.elements = initial.map { $0[index] } ?? [Double](repeating: 0, count: state.count)
    }
    parameters.refresh()
  }

  /// The states before time step `t`, rows × size each; valid until step t + 1 is made.
  package func states(beforeStep t: Int) -> [Storage<Double>] { states[t % 2] }

  /// Makes time step `t`; steps must follow each other from 0.
  ///
  /// - Parameter offset: Where the step's inputs, rows × inputSize, begin in `inputs`.
  package func advance(step t: Int, inputs: Storage<Element>, at offset: Int) {
    input.convert(inputs, from: offset)
    plans[t % 2].run()
  }
}
