import Programs
import LinearAlgebra
import Layers

/// h' = φ(W_hh h + W_ih x + b).
///
/// Parameters have PyTorch's names; there is one bias, the sum of PyTorch's two. This is the page to copy for a new
/// cell: sizes, parameters, and `step`, which is the formula over matrices with a row for each sequence.
struct VanillaCell: Cell {
  private let layer: UngatedLayer

  init(_ layer: UngatedLayer) { self.layer = layer }

  var inputSize: Int { layer.inputSize }
  var stateSizes: [Int] { [layer.connections.units] }
  var parameters: [Parameter] { layer.parameters }
  var multiplyAdds: Int { layer.multiplyAdds }
  var pyTorchName: String? {
    ["tanh", "relu"].contains(layer.family) ? "rnn_\(layer.family)" : nil
  }

  func step(states: [Value], input x: Value, parameters: ParameterValues) -> [Value] {
    let h = states[0]
    let inputDrive = x.timesTranspose(parameters[layer.names.inputWeight])
    let drive = layer.recurrentDrive(h, parameters) + inputDrive
    return [layer.activation(layer.biased(drive, parameters), parameters)]
  }

  func recurrentMatrix(_ read: (String) -> Matrix<Double>) -> Matrix<Double>? {
    layer.recurrentMatrix(read)
  }

  func gammaShapes(_ read: (String) -> Matrix<Double>) -> [GammaShape]? {
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
