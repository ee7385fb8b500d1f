import Graph
import LinearAlgebra

/// The states of several driven trajectories, in double precision whatever the net's own.
///
/// Where a net is chaotic, its trajectory in single precision leaves the true one within a hundred steps, and the
/// exponents of a finite time with it. A step of the states costs next to nothing beside that of their tangents.
struct StateTrajectory<Element: Scalar> {
  private let states: [[Storage<Double>]]
  private let input: Storage<Double>
  /// Two plans, each of which writes what the other reads.
  private let plans: [Plan<Double>]
  private let parameters: [(source: Binding<Element>, copy: Storage<Double>)]

  init(_ sizes: [Int], _ inputSize: Int, rows: Int, step: CellStep<Element>) {
    let program = Program()
    let before = sizes.map { program.input(rows, $0) }
    let drive = program.input(rows, inputSize)
    let (next, bindings) = step(program, before, drive)
    let parameters = bindings.map { (source: $0, copy: Storage<Double>(count: $0.value.shape.count)) }
    let states = (0..<2).map { _ in sizes.map { Storage<Double>(count: rows * $0) } }
    let input = Storage<Double>(count: rows * inputSize)
    plans = [(0, 1), (1, 0)].map { from, to in
      var all = parameters.map { Binding($0.source.value, to: $0.copy) }
      all.append(Binding(drive, to: input))
      for (value, storage) in zip(before, states[from]) { all.append(Binding(value, to: storage)) }
      for (value, storage) in zip(next, states[to]) { all.append(Binding(value, to: storage)) }
      return Plan(outputs: next, bindings: all)
    }
    (self.parameters, self.states, self.input) = (parameters, states, input)
  }

  /// Bytes in use.
  var memory: Int {
    let numbers = 2 * states[0].reduce(0) { $0 + $1.count } + input.count
    let copies = parameters.reduce(0) { $0 + $1.copy.count }
    return (numbers + copies) * MemoryLayout<Double>.stride
      + plans.reduce(0) { $0 + $1.workingMemory }
  }

  /// Zero states, and the parameters as they are now.
  func restart() {
    for state in states[0] {
      state.withMutableSpan { for index in $0.indices { $0[index] = 0 } }
    }
    for (source, copy) in parameters { convert(source.storage, from: source.offset, to: copy) }
  }

  /// The states before time step t, rounded.
  func read(step t: Int, to rounded: [Storage<Element>]) {
    for (state, rounded) in zip(states[t % 2], rounded) { convert(state, from: 0, to: rounded) }
  }

  /// Takes time step t, under as many of the inputs from `offset` on as there are rows.
  func advance(step t: Int, inputs: Storage<Element>, at offset: Int) {
    convert(inputs, from: offset, to: input)
    plans[t % 2].run()
  }
}

/// Fills `destination` with the elements from `offset` on.
private func convert<From: Scalar, To: Scalar>(
  _ source: Storage<From>, from offset: Int, to destination: Storage<To>
) {
  if let source = source as? Storage<To> {
    destination.copy(from: source, at: offset)
  } else if let source = source as? Storage<Float>, let destination = destination as? Storage<Double> {
    source.withSpan { source in
      destination.withMutableSpan { for i in $0.indices { $0[i] = Double(source[offset + i]) } }
    }
  } else if let source = source as? Storage<Double>, let destination = destination as? Storage<Float> {
    source.withSpan { source in
      destination.withMutableSpan { for i in $0.indices { $0[i] = Float(source[offset + i]) } }
    }
  } else {
    preconditionFailure("no conversion from \(From.self) to \(To.self)")
  }
}
