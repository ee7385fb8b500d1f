import Programs
import LinearAlgebra
import Schema
import Layers

/// x' = (1 − δ)·x + δ·(J φ(x) + U u + b), a network of firing rates in steps of time δ.
///
/// The states are currents; the read-out sees the currents, not the rates. δ = 1 is a discrete map, δ → 0 the flow ẋ =
/// −x + J φ(x) + U u + b (Engelken, Wolf & Abbott 2023, arXiv:2006.02427).
struct RateCell: Cell {
  private let layer: UngatedLayer
  /// δ, in units of the time that a current takes to decay.
  private let duration: Double

  init(_ layer: UngatedLayer, duration: Double) {
    (self.layer, self.duration) = (layer, duration)
  }

  var inputSize: Int { layer.inputSize }
  var stateSizes: [Int] { [layer.connections.units] }
  var parameters: [Parameter] { layer.parameters }
  var timeStep: Double? { duration }
  var multiplyAdds: Int { layer.multiplyAdds }

  func step(states: [Value], input: Value, parameters: ParameterValues) -> [Value] {
    let x = states[0]
    let rates = layer.activation(x, parameters)
    let kept = (1 - duration) * x
    let inputDrive = input.timesTranspose(parameters[layer.names.inputWeight])
    let drive = layer.recurrentDrive(rates, parameters) + inputDrive
    return [kept + duration * layer.biased(drive, parameters)]
  }

  func recurrentMatrix(_ read: (String) -> Matrix<Double>) -> Matrix<Double>? {
    layer.recurrentMatrix(read)
  }
}

extension RateCell {
  static let description = RecurrentNetwork.description(
    "rate", "rate network with time step δ, x' = (1 − δ) x + δ (J φ(x) + U u + b)",
    [
      .real(
        "time_step", 1, in: Interval(0, 1, includesLower: false),
        "δ: 1 is a discrete map, small values approach the flow")
    ] + UngatedLayer.entries, initial: UngatedLayer.initial(recurrent: "gaussian")
  ) { settings, inputSize, layer throws(NetworkError) in
    RateCell(
      try UngatedLayer(settings, inputSize: inputSize, layer: layer),
      duration: settings.real("time_step"))
  }
}
