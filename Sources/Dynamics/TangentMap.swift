import LinearAlgebra
import Plans
import Programs

/// The tangent map of a cell's layer, for rows of states and k tangents each.
///
/// A layer's state depends only on itself and the layers below. So the Jacobian of a stack is block triangular, and
/// each layer's tangents can be followed by themselves.
struct TangentMap<Element: Scalar, Working: Scalar> {
  let parameters: CellParameters<Element, Working>
  private let states: [Value]
  private let frame: Value
  private let input: Value
  private let nextFrame: Value

  init(
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

  /// A plan that pushes the frames of this map's rows through one step.
  ///
  /// - Parameters:
  ///   - first: The index of the map's first row among the rows that the storages hold.
  ///   - stored: The states before the step, rows × size each.
  ///   - stream: The step's inputs, rows × inputSize.
  ///   - from: The frames before the step, rows·k × dimension.
  ///   - to: The frames after the step, rows·k × dimension.
  func plan(
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
