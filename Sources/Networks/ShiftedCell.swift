import Programs
import Layers

/// A cell to whose observed state the last columns of its input are added at each step, as many as the state has units.
/// The derivative with respect to these columns is that with respect to the state, along every path.
struct ShiftedCell: Cell {
  let cell: any Cell

  private var units: Int { cell.stateSizes[cell.observedState] }

  var inputSize: Int { cell.inputSize + units }
  var stateSizes: [Int] { cell.stateSizes }
  var layerStates: [Range<Int>] { cell.layerStates }
  var observedState: Int { cell.observedState }
  var parameters: [Parameter] { cell.parameters }
  var preactivationsPerUnit: Int { cell.preactivationsPerUnit }
  var multiplyAdds: Int { cell.multiplyAdds }
  var timeStep: Double? { cell.timeStep }
  var looksBack: Bool { cell.looksBack }

  func initialStates(in program: Program, batch: Int, parameters: ParameterValues) -> [Value] {
    cell.initialStates(in: program, batch: batch, parameters: parameters)
  }

  func step(states: [Value], input: Value, parameters: ParameterValues) -> [Value] {
    let own = input.columns(0..<cell.inputSize)
    let shift = input.columns(cell.inputSize..<inputSize)
    var next = cell.step(states: states, input: own, parameters: parameters)
    next[observedState] = next[observedState] + shift
    return next
  }
}

/// What the last columns of wider inputs do to a recurrent net. After the inputs come, for each hidden layer, as many
/// columns as it has units: first its shifts, then its masks, of those that there are.
package struct StateAdditions: OptionSet, Sendable {
  package let rawValue: Int

  package init(rawValue: Int) { self.rawValue = rawValue }

  /// Columns that are added to the layer's state at each step.
  package static let shifts = StateAdditions(rawValue: 1)
  /// Columns by which the state is multiplied for what reads it: the layer above, or the read-out. The layer itself goes
  /// on from the state as it is.
  package static let masks = StateAdditions(rawValue: 2)

  /// How many kinds of columns there are.
  var count: Int { rawValue.nonzeroBitCount }
}

extension Network {
  /// The same net with wider inputs, whose last columns change its states. Nil for a feed-forward net.
  package func with(_ additions: StateAdditions) -> (any Network)? {
    (self as? RecurrentNetwork)?.widened(by: additions)
      ?? (self as? ScaledNetwork)?.widened(by: additions)
  }

  /// The same net with shifts of its states.
  package var shifted: (any Network)? { with(.shifts) }
}
