import Programs
import Layers

/// A cell to whose observed state something is added as it comes about: the last columns of its input, as many as the
/// state has units. The derivative by them is that by the state, along every path.
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

extension Network {
  /// The same net with wider inputs: after them, for each hidden layer as many numbers as it has units, which are added
  /// to its state as it comes about. Nil for a feed-forward net.
  package var shifted: (any Network)? {
    (self as? RecurrentNetwork)?.shiftedNetwork ?? (self as? ScaledNetwork)?.shiftedNetwork
  }
}
