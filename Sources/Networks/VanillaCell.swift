package import LinearAlgebra
package import Programs

/// h' = φ(W_hh h + W_ih x + b).
///
/// Parameters are named as PyTorch names them; there is one bias, the sum of PyTorch's two.
package struct VanillaCell: Cell {
  private let layer: UngatedLayer

  init(_ layer: UngatedLayer) { self.layer = layer }

  package var inputSize: Int { layer.inputSize }
  package var stateSizes: [Int] { [layer.connections.units] }
  package var parameters: [Parameter] { layer.parameters }
  package var multiplyAdds: Int { layer.multiplyAdds }

  package func step(states: [Value], input: Value, parameters: ParameterValues) -> [Value] {
    [layer.activation(layer.current(states[0], input, parameters), parameters)]
  }

  package func recurrentMatrix(_ read: (String) -> Matrix<Double>) -> Matrix<Double>? {
    layer.recurrentMatrix(read)
  }

  package func gammaShapes(_ read: (String) -> Matrix<Double>) -> [GammaShape]? {
    layer.activation.gammaShapes(read)
  }
}

extension VanillaCell {
  static let description = RecurrentNetwork.description(
    "rnn", "vanilla recurrent net, h' = φ(W h + U x + b)", UngatedLayer.entries,
    initial: UngatedLayer.initial(recurrent: "orthogonal")
  ) { settings, inputSize, layer throws(NetworkError) in
    VanillaCell(try UngatedLayer(settings, inputSize: inputSize, layer: layer))
  }
}
