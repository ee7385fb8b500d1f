import Layers
package import LinearAlgebra
import Networks
package import Plans
package import Programs

/// A recurrent net trained elsewhere, of one layer or several, as PyTorch's `RNN`, `LSTM` and `GRU` define it.
///
/// A layer's input is what the layer below has come to at the same step.
package struct RecurrentModel: Equatable {
  package enum Cell: String, CaseIterable {
    case tanh = "rnn_tanh"
    case rectified = "rnn_relu"
    case lstm, gru

    /// How many gates' weights lie one below the other.
    package var gates: Int {
      switch self {
      case .tanh, .rectified: 1
      case .lstm: 4
      case .gru: 3
      }
    }
  }

  package struct Layer: Equatable {
    /// gates·units × (inputs, or units of the layer below).
    let inputWeights: Matrix<Double>
    /// gates·units × units.
    let recurrentWeights: Matrix<Double>
    /// Of each gate; zeros where the file has none.
    let inputBias: [Double]
    let recurrentBias: [Double]

    package var units: Int { recurrentWeights.columns }
  }

  static var cellNames: [String] { Cell.allCases.map(\.rawValue) }

  package let cell: Cell
  /// From the input upwards; at least one.
  package let layers: [Layer]
  /// What stands before the names of its weights in the file.
  package var prefix = ""
  /// Other datasets of the file, but for inputs.
  package var unused: [String] = []

  package var inputSize: Int { layers[0].inputWeights.columns }
  package var units: [Int] { layers.map(\.units) }
  /// The joint state: layer by layer, of an LSTM h and then c.
  var stateSizes: [Int] { layers.flatMap { cell == .lstm ? [$0.units, $0.units] : [$0.units] } }
  package var stateSize: Int { stateSizes.reduce(0, +) }
  /// Which of the states are each layer's.
  var layerStates: [Range<Int>] {
    let count = cell == .lstm ? 2 : 1
    return layers.indices.map { $0 * count..<($0 + 1) * count }
  }

  /// One time step of all layers, and where its weights lie.
  ///
  /// - Parameters:
  ///   - states: A row a trajectory, for each state.
  ///   - input: A row a trajectory.
  package func step<Element: Scalar>(
    _ program: Program, _ states: [Value], _ input: Value
  ) -> (next: [Value], bindings: [Binding<Element>]) {
    var (next, bindings): ([Value], [Binding<Element>]) = ([], [])
    var (below, remaining) = (input, states[...])
    for layer in layers {
      let own = Array(remaining.prefix(stateSizes.count / layers.count))
      remaining = remaining.dropFirst(own.count)
      let weights = LayerWeights<Element>(layer, cell, in: program)
      let reached = Self.step(cell, own, below, layer, weights.values)
      bindings += weights.bindings
      next += reached
      below = reached[0]
    }
    return (next, bindings)
  }

  private static func step(
    _ cell: Cell, _ states: [Value], _ input: Value, _ layer: Layer, _ values: ParameterValues
  ) -> [Value] {
    let inputSize = layer.inputWeights.columns
    switch cell {
    case .tanh, .rectified:
      let sum =
        states[0].timesTranspose(values["weight_hh_l0"])
        + (input.timesTranspose(values["weight_ih_l0"]) + values["bias_ih_l0"])
      return [cell == .tanh ? sum.tanh() : sum.positivePart()]
    case .lstm:
      return LongShortTermMemoryCell(inputSize: inputSize, units: layer.units)
        .step(states: states, input: input, parameters: values)
    case .gru:
      return GatedRecurrentCell(inputSize: inputSize, units: layer.units)
        .step(states: states, input: input, parameters: values)
    }
  }
}

/// A layer's weights in a program, under the names that this program's cells have for those of a first layer.
private struct LayerWeights<Element: Scalar> {
  private(set) var bindings: [Binding<Element>] = []
  let values: ParameterValues

  init(_ layer: RecurrentModel.Layer, _ cell: RecurrentModel.Cell, in program: Program) {
    var named: [String: Value] = [:]
    var bindings: [Binding<Element>] = []
    func add(_ name: String, _ elements: [Double], _ rows: Int) {
      let value = program.input(rows, elements.count / rows)
      bindings.append(Binding(value, to: Storage(elements.map { Element($0) })))
      named[name] = value
    }
    // Of the two biases the sum, but for a GRU's last gate, where the second has an effect of its own.
    let inner = cell == .gru ? layer.units : 0
    var bias = layer.inputBias
    for index in bias.indices.dropLast(inner) { bias[index] += layer.recurrentBias[index] }
    add("weight_ih_l0", layer.inputWeights.elements, layer.inputWeights.rows)
    add("weight_hh_l0", layer.recurrentWeights.elements, layer.recurrentWeights.rows)
    add("bias_ih_l0", bias, 1)
    if inner > 0 { add("bias_hn_l0", Array(layer.recurrentBias.suffix(inner)), 1) }
    self.bindings = bindings
    values = ParameterValues(named)
  }
}
