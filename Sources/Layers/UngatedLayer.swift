package import Programs
package import LinearAlgebra
package import Schema

/// The parts that cells without gates share: N units with a nonlinearity φ, their weights and their settings.
package struct UngatedLayer: Sendable {
  /// The columns of the input.
  package let inputSize: Int
  /// The connections between the units.
  package let connections: ModularConnections
  /// The nonlinearity φ and its parameters.
  package let activation: ActivationLayer
  /// The nonlinearity's name in sweep files.
  package let family: String
  /// `weight_ih`, N × inputs; `weight_hh` and its mask if it has one; `bias_ih`, 1 × N; and those of the nonlinearity.
  package let parameters: [Parameter]
  private let hasBias: Bool
  /// The names of the layer's parameters.
  package let names: LayerNames

  /// The layer that settings describe, made by `entries` and `initial(recurrent:)`.
  ///
  /// - Parameter layer: The number of the layer, counted from 0 at the input.
  /// - Throws: `NetworkError.indivisibleWidth` where `modules` does not divide `width`.
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
      [input]
      + connections.parameters(
        names.recurrentWeight, initialization: rules.recurrent,
        excitatory: settings.realUnlessWord("excitatory"))
      + (bias.map { [$0] } ?? []) + activation.parameters
    hasBias = bias != nil
    (self.inputSize, self.connections) = (inputSize, connections)
    (self.activation, self.names) = (activation, names)
    family = settings.section("activation").text("family")
  }

  /// The multiply–adds of a step of one sequence.
  package var multiplyAdds: Int { connections.multiplyAdds + connections.units * inputSize }

  /// W_hh r for the units' `rates`, B × N, with the mask or the blocks of the modules.
  package func recurrentDrive(_ rates: Value, _ parameters: ParameterValues) -> Value {
    connections.product(rates, names.recurrentWeight, parameters)
  }

  /// `drive` + b, or `drive` where there is no bias.
  package func biased(_ drive: Value, _ parameters: ParameterValues) -> Value {
    hasBias ? drive + parameters[names.bias] : drive
  }

  /// W_hh in full, N × N, with the mask applied and the blocks in their places.
  ///
  /// - Parameter read: Takes the name of a parameter to its numbers.
  package func recurrentMatrix(_ read: (String) -> Matrix<Double>) -> Matrix<Double>? {
    connections.matrix(names.recurrentWeight, read)
  }
}

/// The settings of an ungated cell besides its width.
extension UngatedLayer {
  /// The settings of the cell itself.
  package static let entries =
    [Entry.boolean("bias", true, "whether hidden units have a bias")]
    + ModularConnections.entries
    + [
      Entry(
        "excitatory", .value(.word("free", or: .real(.unit)), default: .text("free")),
        "share of units, the first of each module, whose weights to others stay positive, as those "
          + "of the rest stay negative (Dale's law); free: signs may change"),
      ActivationCatalogue.entry(default: "tanh"),
    ]

  /// The settings under `initial`.
  ///
  /// - Parameter recurrent: The default scheme of the weights between the units.
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
