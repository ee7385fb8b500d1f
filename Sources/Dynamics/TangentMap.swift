import LinearAlgebra
import Plans
import Programs

/// The tangent map of a cell's layer, for rows of states and k tangents each.
///
/// What a layer passes on to those above does not come back: the Jacobian of a stack is block triangular, and each
/// layer's tangents are followed by themselves.
struct TangentMap<Element: Scalar, Working: Scalar> {
  package let parameters: CellParameters<Element, Working>
  private let states: [Value]
  private let frame: Value
  private let input: Value
  private let nextFrame: Value

  package init(
    _ dynamics: CellDynamics<Element>, layer: Range<Int>? = nil, rows: Int, tangents k: Int
  ) {
    let (sizes, inputSize) = (dynamics.stateSizes, dynamics.inputSize)
    let program = Program()
    let layer = layer ?? sizes.indices
    let dimension = sizes[layer].reduce(0, +)
    states = sizes.map { program.input(rows, $0) }
    frame = program.input(rows * k, dimension)
    input = program.input(rows, inputSize)
    let (next, bindings) = dynamics.step(program, states, input)
    parameters = CellParameters(bindings)
    nextFrame =
      frame.pushedForward(
        Array(next[layer]), from: Array(states[layer]), tangentsPerRow: k
      ).tangents
  }

  /// - Parameters:
  ///   - first: The first of the rows among those that the storages hold.
  ///   - from: Frames before the step.
  ///   - to: Frames after it.
  package func plan(
    first: Int, states stored: [Storage<Working>], input stream: Storage<Working>,
    from: Storage<Working>, to: Storage<Working>
  ) -> Plan<Working> {
    let offset = first * (frame.shape.count / input.rows)
    var all = parameters.bindings
    all.append(Binding(input, to: stream, offset: first * input.columns))
    all.append(Binding(frame, to: from, offset: offset))
    all.append(Binding(nextFrame, to: to, offset: offset))
    for (value, storage) in zip(states, stored) {
      all.append(Binding(value, to: storage, offset: first * value.columns))
    }
    return Plan(outputs: [nextFrame], bindings: all)
  }
}
