public import Graph
public import LinearAlgebra
import Schema

/// h' = φ(W_hh h + W_ih x + b).
///
/// Parameters are named as PyTorch names them; there is one bias, the sum of PyTorch's two.
public struct VanillaCell: Cell {
  /// How the parameters start.
  public struct Rules: Sendable {
    public var recurrent: any Initialization
    public var input: any Initialization
    /// Nil for a cell without biases.
    public var bias: (any Initialization)?

    public init(
      recurrent: any Initialization, input: any Initialization, bias: (any Initialization)?
    ) {
      self.recurrent = recurrent
      self.input = input
      self.bias = bias
    }
  }

  public let inputSize: Int
  public let connections: ModularConnections
  public let parameters: [Parameter]
  private let activation: ActivationLayer
  private let hasBias: Bool
  private let names: LayerNames

  /// - Parameter layer: From 0 at the input.
  public init(
    inputSize: Int, connections: ModularConnections, activation: any Activation, rules: Rules,
    layer: Int = 0
  ) {
    self.inputSize = inputSize
    self.connections = connections
    let names = LayerNames(layer)
    self.names = names
    self.activation = ActivationLayer(
      activation, units: connections.units, layer: names.activationPrefix)
    hasBias = rules.bias != nil
    let width = Double(connections.units)
    let input = Parameter(
      names.inputWeight,
      WeightGeometry(Shape(connections.units, inputSize), defaultFanIn: width), group: .input,
      initialization: rules.input)
    let bias = rules.bias.map {
      Parameter(
        names.bias, .bias(connections.units, fanIn: connections.units), group: .bias,
        initialization: $0)
    }
    parameters =
      [input] + connections.parameters(names.recurrentWeight, initialization: rules.recurrent)
      + (bias.map { [$0] } ?? []) + self.activation.parameters
  }

  public var stateSizes: [Int] { [connections.units] }

  public var multiplyAdds: Int { connections.multiplyAdds + connections.units * inputSize }

  public func step(states: [Value], input: Value, parameters: ParameterValues) -> [Value] {
    let drive = input.timesTranspose(parameters[names.inputWeight])
    var x = connections.product(states[0], names.recurrentWeight, parameters) + drive
    if hasBias { x = x + parameters[names.bias] }
    return [activation(x, parameters)]
  }

  public func recurrentMatrix(_ read: (String) -> Matrix<Double>) -> Matrix<Double>? {
    connections.matrix(names.recurrentWeight, read)
  }

  public func gammaShapes(_ read: (String) -> Matrix<Double>) -> [GammaShape]? {
    activation.gammaShapes(read)
  }
}

extension VanillaCell {
  static let description = RecurrentNetwork.description(
    "rnn", "vanilla recurrent net, h' = φ(W h + U x + b)",
    [.boolean("bias", true, "whether hidden units have a bias")]
      + ModularConnections.entries + [ActivationCatalogue.entry(default: "tanh")],
    initial: [
      InitializationCatalogue.entry(
        "recurrent", InitializationCatalogue.recurrent, default: "orthogonal",
        "weights between the units"),
      InitializationCatalogue.entry(
        "input", InitializationCatalogue.weights, default: "glorot_uniform",
        "weights from the input"),
    ]
  ) { settings, inputSize, layer throws(NetworkError) in
    let initial = settings.section("initial")
    func rule(_ key: String) -> any Initialization {
      InitializationCatalogue.make(initial.section(key))
    }
    return VanillaCell(
      inputSize: inputSize, connections: try ModularConnections(settings),
      activation: ActivationCatalogue.make(settings.section("activation")),
      rules: Rules(
        recurrent: rule("recurrent"), input: rule("input"),
        bias: settings.boolean("bias") ? rule("bias") : nil),
      layer: layer)
  }
}
