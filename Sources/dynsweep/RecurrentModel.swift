import Graph
import LinearAlgebra

/// A vanilla recurrent net trained elsewhere, of one layer or several, as PyTorch's `RNN` defines it:
/// hₜˡ = f(W_ihˡ hₜˡ⁻¹ + b_ihˡ + W_hhˡ hₜ₋₁ˡ + b_hhˡ), where hₜ⁰ is the input.
struct RecurrentModel: Equatable {
  enum Cell: String, CaseIterable {
    case tanh = "rnn_tanh"
    case rectified = "rnn_relu"
  }

  struct Layer: Equatable {
    /// units × (inputs, or units of the layer below).
    let inputWeights: Matrix<Double>
    /// units × units.
    let recurrentWeights: Matrix<Double>
    /// b_ih + b_hh; zeros where the file has none.
    let bias: [Double]

    var units: Int { recurrentWeights.rows }
  }

  static var cellNames: [String] { Cell.allCases.map(\.rawValue) }

  let cell: Cell
  /// From the input upwards; at least one.
  let layers: [Layer]

  var inputSize: Int { layers[0].inputWeights.columns }
  /// Units of each layer; the joint state is all of them.
  var stateSizes: [Int] { layers.map(\.units) }
  var stateSize: Int { stateSizes.reduce(0, +) }

  /// One time step of all layers, and where its weights lie.
  ///
  /// - Parameters:
  ///   - states: A row a trajectory, for each layer.
  ///   - input: A row a trajectory.
  func step<Element: Scalar>(
    _ program: Program, _ states: [Value], _ input: Value
  ) -> (next: [Value], bindings: [Binding<Element>]) {
    var (next, bindings): ([Value], [Binding<Element>]) = ([], [])
    func weight(_ elements: [Double], _ rows: Int, _ columns: Int) -> Value {
      let value = program.input(rows, columns)
      bindings.append(Binding(value, to: Storage(elements.map { Element($0) })))
      return value
    }
    var below = input
    for (layer, state) in zip(layers, states) {
      let (w, u) = (layer.recurrentWeights, layer.inputWeights)
      let drive =
        below.timesTranspose(weight(u.elements, u.rows, u.columns))
        + weight(layer.bias, 1, layer.units)
      let sum = state.timesTranspose(weight(w.elements, w.rows, w.columns)) + drive
      below = cell == .tanh ? sum.tanh() : sum.positivePart()
      next.append(below)
    }
    return (next, bindings)
  }
}
