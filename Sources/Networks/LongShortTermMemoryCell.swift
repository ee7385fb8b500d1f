import Schema
package import Programs
import RandomStreams
package import Layers

/// The long short-term memory (Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000), as PyTorch
/// defines it: c' = σ(f)⊙c + σ(i)⊙tanh(g), h' = σ(o)⊙tanh(c'), with (i, f, g, o) = W_ih x + W_hh h + b.
///
/// Its states are h, which is observed, and c. There is one bias, the sum of PyTorch's two.
package struct LongShortTermMemoryCell: Cell {
  private enum Gate: Int, CaseIterable { case input, forget, candidate, output }

  private let gated: GatedLayer
  package let parameters: [Parameter]

  init(_ gated: GatedLayer) {
    self.gated = gated
    parameters = gated.parameters
  }

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
  package var stateSizes: [Int] { [gated.units, gated.units] }
  package var preactivationsPerUnit: Int { gated.gates }
  package var multiplyAdds: Int { gated.multiplyAdds }
  package var pyTorchName: String? { "lstm" }

  package func step(states: [Value], input: Value, parameters: ParameterValues) -> [Value] {
    let projection = input.timesTranspose(parameters[gated.names.inputWeight])
    let recurrence = states[0].timesTranspose(parameters[gated.names.recurrentWeight])
    func gate(_ gate: Gate) -> Value {
      gated.gate(gate.rawValue, of: recurrence)
        + gated.drive(gate.rawValue, projection, parameters)
    }
    let (input, forget) = (gate(.input).sigmoid(), gate(.forget).sigmoid())
    let (candidate, output) = (gate(.candidate).tanh(), gate(.output).sigmoid())
    Value.keepTogether([input, forget, candidate, output])
    let memory = forget * states[1] + input * candidate
    return [output * memory.tanh(), memory]
  }
}

extension LongShortTermMemoryCell {
  static let description = RecurrentNetwork.description(
    "lstm", "long short-term memory, gates i, f, g, o as PyTorch's LSTM", GatedLayer.entries,
    initial: GatedLayer.initial + [
      .real("forget_bias", 0, "what the forget gates' biases start with, beside `bias`")
    ]
  ) { settings, inputSize, layer throws(NetworkError) in
    var gated = GatedLayer(
      settings, inputSize: inputSize, gates: Gate.allCases.count, layer: layer)
    gated.rules.bias = gated.rules.bias.map {
      ForgetGateInitialization(
        base: $0, shift: settings.section("initial").real("forget_bias"),
        units: gated.units, gate: Gate.forget.rawValue)
    }
    return LongShortTermMemoryCell(gated)
  }
}

/// A rule for the biases of all gates, by which those of one gate are shifted (Gers et al. 2000; Jozefowicz et al.
/// 2015).
private struct ForgetGateInitialization: Initialization {
  let base: any Initialization
  let shift: Double
  let units: Int
  let gate: Int

  func values(_ geometry: WeightGeometry, from random: inout RandomStream) -> [Double] {
    var values = base.values(geometry, from: &random)
    for index in gate * units..<(gate + 1) * units { values[index] += shift }
    return values
  }
}
