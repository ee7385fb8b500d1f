package import Programs
package import LinearAlgebra
package import Schema

/// What the cells without gates have in common: N units with a nonlinearity φ, their weights and their settings.
package struct UngatedLayer: Sendable {
  package let inputSize: Int
  package let connections: ModularConnections
  package let activation: ActivationLayer
  package let parameters: [Parameter]
  private let hasBias: Bool
  package let names: LayerNames

  package init(_ settings: Settings, inputSize: Int, layer: Int) throws(NetworkError) {
    let connections = try ModularConnections(settings)
    let rules = CellRules(settings)
    let names = LayerNames(layer)
    let activation = ActivationLayer(
      ActivationCatalogue.make(settings.section("activation")), units: connections.units,
      layer: names.activationPrefix)
    let input = Parameter(
      names.inputWeight,
      WeightGeometry(
        Shape(connections.units, inputSize), defaultFanIn: Double(connections.units)),
      group: .input, initialization: rules.input)
    let bias = rules.bias.map {
      Parameter(
        names.bias, .bias(connections.units, fanIn: connections.units), group: .bias,
        initialization: $0)
    }
    parameters =
      [input] + connections.parameters(names.recurrentWeight, initialization: rules.recurrent)
      + (bias.map { [$0] } ?? []) + activation.parameters
    hasBias = bias != nil
    (self.inputSize, self.connections) = (inputSize, connections)
    (self.activation, self.names) = (activation, names)
  }

  package var multiplyAdds: Int { connections.multiplyAdds + connections.units * inputSize }

  /// W_hh r, for the units' `rates`, B × N: within and between modules.
  package func recurrentDrive(_ rates: Value, _ parameters: ParameterValues) -> Value {
    connections.product(rates, names.recurrentWeight, parameters)
  }

  /// `drive` + b; `drive` where there is no bias.
  package func biased(_ drive: Value, _ parameters: ParameterValues) -> Value {
    hasBias ? drive + parameters[names.bias] : drive
  }

  package func recurrentMatrix(_ read: (String) -> Matrix<Double>) -> Matrix<Double>? {
    connections.matrix(names.recurrentWeight, read)
  }
}

/// An ungated cell's settings beside its width.
extension UngatedLayer {
  package static let entries =
    [Entry.boolean("bias", true, "whether hidden units have a bias")]
    + ModularConnections.entries + [ActivationCatalogue.entry(default: "tanh")]

  /// - Parameter recurrent: The scheme of the weights between the units, unless the file says so.
  package static func initial(recurrent: String) -> [Entry] {
    [
      InitializationCatalogue.entry(
        "recurrent", InitializationCatalogue.recurrent, default: recurrent,
        "weights between the units"),
      InitializationCatalogue.entry(
        "input", InitializationCatalogue.weights, default: "glorot_uniform",
        "weights from the input"),
    ]
  }
}
