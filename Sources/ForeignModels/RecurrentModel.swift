import Layers
package import LinearAlgebra
import Networks
package import Plans
package import Programs

/// A recurrent net trained elsewhere, of one layer or several, as PyTorch's `RNN`, `LSTM` and `GRU` define it.
///
/// A layer's input is the output of the layer below at the same step.
package struct RecurrentModel: Equatable {
  /// The kinds of cell; the raw values are those of the file's attribute `cell`.
  package enum Cell: String, CaseIterable {
    case tanh = "rnn_tanh"
    case rectified = "rnn_relu"
    case lstm, gru

    /// The number of gates, whose weights are stacked in one matrix.
    package var gates: Int {
      switch self {
      case .tanh, .rectified: 1
      case .lstm: 4
      case .gru: 3
      }
    }
  }

  /// The weights and biases of one layer, with the gates in PyTorch's order.
  package struct Layer: Equatable {
    /// The weights of the input, [gates·units × inputs], where inputs are the features or the units of the layer below.
    let inputWeights: Matrix<Double>
    /// The weights of the state, [gates·units × units].
    let recurrentWeights: Matrix<Double>
    /// The bias beside the input weights, [gates·units]; zeros where the file has none.
    let inputBias: [Double]
    let recurrentBias: [Double]

    /// How many units the layer has.
    package var units: Int { recurrentWeights.columns }
  }

  static var cellNames: [String] { Cell.allCases.map(\.rawValue) }

  /// The kind of cell of all layers.
  package let cell: Cell
  /// The layers from the input upwards; at least one.
  package let layers: [Layer]
  /// The prefix of its weights' names in the file; of Keras the names of its layers, joined by `+`.
  package var prefix = ""
  /// Where in the file it is, for people; empty where its names have no prefix.
  package var origin = ""
  /// The names of the file's datasets that are neither the net's nor inputs.
  package var unused: [String] = []

  /// How many features the input has.
  package var inputSize: Int { layers[0].inputWeights.columns }
  /// How many units each layer has, from the input upwards.
  package var units: [Int] { layers.map(\.units) }
  /// The sizes of the states: layer by layer, for an LSTM h and then c.
  var stateSizes: [Int] { layers.flatMap { cell == .lstm ? [$0.units, $0.units] : [$0.units] } }
  /// The dimension of the joint state of all layers, which is the number of Lyapunov exponents.
  package var stateSize: Int { stateSizes.reduce(0, +) }
  /// The indices of each layer's states in `stateSizes`.
  var layerStates: [Range<Int>] {
    let count = cell == .lstm ? 2 : 1
    return layers.indices.map { $0 * count..<($0 + 1) * count }
  }

  /// Writes one time step of all layers into `program`.
  ///
  /// - Parameters:
  ///   - states: The states in the order of `stateSizes`, each [trajectories × units].
  ///   - input: The input of the first layer, [trajectories × inputSize].
  /// - Returns: The next states, in the same order and shapes, and the bindings that give weights their numbers.
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
      // In the order of the program's own cell, so that a net of a sweep has the same last bits here.
      let drive =
        states[0].timesTranspose(values["weight_hh_l0"])
        + input.timesTranspose(values["weight_ih_l0"])
      let sum = drive + values["bias_ih_l0"]
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

/// A layer's weights in a program, under the names by which this package's cells ask for the weights of a first layer.
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
    // The cells take the sum of the two biases, except for a GRU's last gate, where the second has a separate effect.
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
