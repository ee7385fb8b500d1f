package import LinearAlgebra
package import Plans
import Programs

/// The states of several driven trajectories, in double precision whatever the net's own.
///
/// Where a net is chaotic, its trajectory in single precision leaves the true one within a hundred steps, and the
/// exponents of a finite time with it. A step of the states costs next to nothing beside that of their tangents.
package struct StateTrajectory<Element: Scalar> {
  private let states: [[Storage<Double>]]
  private let input: Storage<Double>
  /// Two plans, each of which writes what the other reads.
  private let plans: [Plan<Double>]
  private let parameters: CellParameters<Element, Double>

  /// - Parameter rows: Trajectories.
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

  /// These states, or zeros, and the parameters as they are now.
  package func restart(from initial: [[Double]]? = nil) {
    for (index, state) in states[0].enumerated() {
      state.elements = initial.map { $0[index] } ?? [Double](repeating: 0, count: state.count)
    }
    parameters.refresh()
  }

  /// The states before time step t.
  package func states(beforeStep t: Int) -> [Storage<Double>] { states[t % 2] }

  /// Takes time step t, under as many of the inputs from `offset` on as there are rows.
  package func advance(step t: Int, inputs: Storage<Element>, at offset: Int) {
    input.convert(inputs, from: offset)
    plans[t % 2].run()
  }
}
