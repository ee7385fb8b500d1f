public import Graph
public import LinearAlgebra
import Schema

/// x' = (1 − δ)·x + δ·(J φ(x) + U u + b): a network of firing rates, in steps of time δ.
///
/// The states are currents; what is read out are they. δ = 1 is a discrete map, δ → 0 the flow
/// ẋ = −x + J φ(x) + U u + b (Engelken, Wolf & Abbott 2023, arXiv:2006.02427).
public struct RateCell: Cell {
  public let inputSize: Int
  public let connections: ModularConnections
  public let parameters: [Parameter]
  /// δ.
  public let step: Double
  private let activation: ActivationLayer
  private let hasBias: Bool
  private let names: LayerNames

  public init(
    inputSize: Int, connections: ModularConnections, activation: any Activation, step: Double,
    rules: VanillaCell.Rules, layer: Int = 0
  ) {
    let names = LayerNames(layer)
    self.names = names
    self.inputSize = inputSize
    self.connections = connections
    self.step = step
    self.activation = ActivationLayer(
      activation, units: connections.units, layer: names.activationPrefix)
    hasBias = rules.bias != nil
    let units = connections.units
    let input = Parameter(
      names.inputWeight, WeightGeometry(Shape(units, inputSize), defaultFanIn: Double(units)),
      group: .input, initialization: rules.input)
    let bias = rules.bias.map {
      Parameter(names.bias, .bias(units, fanIn: units), group: .bias, initialization: $0)
    }
    parameters =
      [input] + connections.parameters(names.recurrentWeight, initialization: rules.recurrent)
      + (bias.map { [$0] } ?? []) + self.activation.parameters
  }

  public var stateSizes: [Int] { [connections.units] }
  public var timeStep: Double? { step }

  public var multiplyAdds: Int { connections.multiplyAdds + connections.units * inputSize }

  public func step(states: [Value], input: Value, parameters: ParameterValues) -> [Value] {
    let rates = activation(states[0], parameters)
    let drive = input.timesTranspose(parameters[names.inputWeight])
    var x = connections.product(rates, names.recurrentWeight, parameters) + drive
    if hasBias { x = x + parameters[names.bias] }
    return [(1 - step) * states[0] + step * x]
  }

  public func recurrentMatrix(_ read: (String) -> Matrix<Double>) -> Matrix<Double>? {
    connections.matrix(names.recurrentWeight, read)
  }
}

extension RateCell {
  static let description = RecurrentNetwork.description(
    "rate", "rate network with time step δ, x' = (1 − δ) x + δ (J φ(x) + U u + b)",
    [
      .real(
        "time_step", 1, in: Interval(0, 1, includesLower: false),
        "δ: 1 is a discrete map, small values approach the flow"),
      .boolean("bias", true, "whether units have a bias"),
    ]
      + ModularConnections.entries + [ActivationCatalogue.entry(default: "tanh")],
    initial: [
      InitializationCatalogue.entry(
        "recurrent", InitializationCatalogue.recurrent, default: "gaussian",
        "weights between the units, J"),
      InitializationCatalogue.entry(
        "input", InitializationCatalogue.weights, default: "glorot_uniform",
        "weights from the input, U"),
    ]
  ) { settings, inputSize, layer throws(NetworkError) in
    let initial = settings.section("initial")
    func rule(_ key: String) -> any Initialization {
      InitializationCatalogue.make(initial.section(key))
    }
    return RateCell(
      inputSize: inputSize, connections: try ModularConnections(settings),
      activation: ActivationCatalogue.make(settings.section("activation")),
      step: settings.real("time_step"),
      rules: VanillaCell.Rules(
        recurrent: rule("recurrent"), input: rule("input"),
        bias: settings.boolean("bias") ? rule("bias") : nil),
      layer: layer)
  }
}
