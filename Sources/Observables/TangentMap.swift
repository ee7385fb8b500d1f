import Graph
import LinearAlgebra

/// A cell's tangent map, for rows of states and k tangents each.
struct TangentMap<Element: Scalar, Working: Scalar> {
  let parameters: CellParameters<Element, Working>
  private let states: [Value]
  private let frame: Value
  private let input: Value
  private let nextFrame: Value

  init(
    _ sizes: [Int], _ inputSize: Int, rows: Int, tangents k: Int, step: CellStep<Element>
  ) {
    let program = Program()
    let dimension = sizes.reduce(0, +)
    states = sizes.map { program.input(rows, $0) }
    frame = program.input(rows * k, dimension)
    input = program.input(rows, inputSize)
    let (next, bindings) = step(program, states, input)
    parameters = CellParameters(bindings)
    var column = 0
    let directions = states.map { [frame] state in
      defer { column += state.columns }
      return (variable: state, tangent: frame.columns(column..<column + state.columns))
    }
    let pushed = program.pushForward(next, along: directions, tangentsPerRow: k)
    nextFrame = Value.joined(pushed.tangents)
  }

  /// - Parameters:
  ///   - first: The first of the rows among those that the storages hold.
  ///   - from: Frames before the step.
  ///   - to: Frames after it.
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
