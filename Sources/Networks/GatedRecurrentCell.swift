package import Programs
package import Layers

/// The gated recurrent unit (Cho et al. 2014), as PyTorch defines it: h' = (1 − z)⊙n + z⊙h, with r and z logistic
/// functions of W_ih x + W_hh h + b, and n = tanh(W_in x + b_n + r⊙(W_hn h + b_hn)).
///
/// The gates have the order r, z, n. PyTorch's two biases are there as their sum, `bias_ih`. Where the two do not add
/// up, the part of the second that has a separate effect is there too, as `bias_hn`.
package struct GatedRecurrentCell: Cell {
  private enum Gate: Int, CaseIterable { case reset, update, candidate }

  private let gated: GatedLayer
  package let parameters: [Parameter]

  init(_ gated: GatedLayer) {
    self.gated = gated
    let inner = gated.rules.bias.map {
      gated.bias(Self.innerBias(gated.names), count: gated.units, $0)
    }
    parameters = gated.parameters + (inner.map { [$0] } ?? [])
  }

  private static func innerBias(_ names: LayerNames) -> String { "bias_hn_l\(names.layer)" }

  /// A cell with biases whose parameters come from elsewhere.
  ///
  /// - Parameters:
  ///   - inputSize: The columns of the input.
  ///   - units: The number of units.
  ///   - layer: The number of the layer, counted from 0 at the input; part of the parameters' names.
  package init(inputSize: Int, units: Int, layer: Int = 0) {
    self.init(
      GatedLayer(
        inputSize: inputSize, units: units, gates: Gate.allCases.count, layer: layer))
  }

  package var inputSize: Int { gated.inputSize }
  package var stateSizes: [Int] { [gated.units] }
  /// One more than the gates, because the candidate's sums over inputs and over states stay apart.
  package var preactivationsPerUnit: Int { gated.gates + 1 }
  package var multiplyAdds: Int { gated.multiplyAdds }
  package var pyTorchName: String? { "gru" }

  package func step(states: [Value], input: Value, parameters: ParameterValues) -> [Value] {
    let projection = input.timesTranspose(parameters[gated.names.inputWeight])
    let recurrence = states[0].timesTranspose(parameters[gated.names.recurrentWeight])
    func drive(_ gate: Gate) -> Value { gated.drive(gate.rawValue, projection, parameters) }
    func recurrent(_ gate: Gate) -> Value { gated.gate(gate.rawValue, of: recurrence) }
    let reset = (recurrent(.reset) + drive(.reset)).sigmoid()
    let update = (recurrent(.update) + drive(.update)).sigmoid()
    var inner = recurrent(.candidate)
    if gated.rules.bias != nil { inner = inner + parameters[Self.innerBias(gated.names)] }
    let candidate = (reset * inner + drive(.candidate)).tanh()
    Value.keepTogether([reset, update, candidate])
    return [update * (states[0] - candidate) + candidate]
  }
}

extension GatedRecurrentCell {
  static let description = RecurrentNetwork.description(
    "gru", "gated recurrent unit, gates r, z, n as PyTorch's GRU", GatedLayer.entries,
    initial: GatedLayer.initial
  ) { settings, inputSize, layer throws(NetworkError) in
    GatedRecurrentCell(
      GatedLayer(settings, inputSize: inputSize, gates: Gate.allCases.count, layer: layer))
  }
}
