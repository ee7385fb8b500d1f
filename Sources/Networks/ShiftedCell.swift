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

extension Network {
  /// The same net with wider inputs. After the inputs come, for each hidden layer, as many columns as it has units,
  /// which are added to its state at each step. Nil for a feed-forward net.
  package var shifted: (any Network)? {
    (self as? RecurrentNetwork)?.shiftedNetwork ?? (self as? ScaledNetwork)?.shiftedNetwork
  }
}
