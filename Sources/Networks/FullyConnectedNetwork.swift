import Schema
import Programs
import LinearAlgebra
import Layers

/// Hidden layers φ(W x + b), each of which reads the one before, with a linear read-out of the last.
///
/// In a sequence, the input of each scored step is mapped by itself.
struct FullyConnectedNetwork: Network {
  private let layers: [(linear: LinearLayer, activation: ActivationLayer)]
  private let readout: LinearLayer
  let layout: ParameterLayout

  /// The rules by which the parameters start.
  struct Rules: Sendable {
    var hidden: any Initialization
    /// The rule of the biases; nil for a net without biases.
    var bias: (any Initialization)?
    var readout: any Initialization
    /// The first hidden layer, where it differs from the others.
    var first: FirstLayer?

    init(
      hidden: any Initialization, bias: (any Initialization)?, readout: any Initialization,
      first: FirstLayer? = nil
    ) {
      (self.hidden, self.bias, self.readout, self.first) = (hidden, bias, readout, first)
    }

    /// The rules of the hidden layer with this number, counted from 0.
    func layer(_ index: Int) -> LinearLayer.Rules {
      let first = index == 0 ? first : nil
      return LinearLayer.Rules(
        group: .input, weight: first?.weight ?? hidden,
        bias: bias.map { first?.bias ?? $0 })
    }
  }

  /// - Parameter widths: The number of units of each hidden layer; at least one layer.
  /// - Throws: `NetworkError.noHiddenLayers` where `widths` is empty.
  init(
    inputSize: Int, widths: [Int], outputSize: Int, activation: any Activation, rules: Rules
  ) throws(NetworkError) {
    guard let last = widths.last else { throw .noHiddenLayers }
    layers = zip([inputSize] + widths, widths).enumerated().map { index, sizes in
      let name = "layers.\(index)"
      return (
        LinearLayer(name: name, inputs: sizes.0, outputs: sizes.1, rules: rules.layer(index)),
        ActivationLayer(
          (index == 0 ? rules.first?.activation : nil) ?? activation, units: sizes.1,
          layer: name + ".")
      )
    }
    readout = LinearLayer(
      name: "readout", inputs: last, outputs: outputSize,
      rules: LinearLayer.Rules(group: .readout, weight: rules.readout, bias: rules.bias))
    layout = ParameterLayout(
      layers.flatMap { $0.linear.parameters + $0.activation.parameters } + readout.parameters)
  }

  var cell: (any Cell)? { nil }
  var inputSize: Int { layers[0].linear.inputs }
  var outputSize: Int { readout.outputs }
  var hiddenLayers: [HiddenLayer] {
    layers.map { HiddenLayer(name: $0.linear.name, width: $0.linear.outputs) }
  }

  func forward(
    in program: Program, parameters: ParameterValues, inputs: Value, length: Int, batch: Int,
    scored: Range<Int>
  ) -> NetworkOutputs {
    precondition(
      inputs.shape == Shape(length * batch, inputSize), "\(inputs.shape) of \(length) × \(batch)")
    var activity = inputs.rows(scored.lowerBound * batch..<scored.upperBound * batch)
    var sums: [WeightedSum] = []
    let hidden = zip(hiddenLayers, layers).map { description, layer in
      let sum = layer.linear(activity, parameters)
      sums.append(sum)
      activity = layer.activation(sum.value, parameters)
      return (layer: description, value: activity)
    }
    let last = readout(activity, parameters)
    return NetworkOutputs(outputs: last.value, layers: hidden, weightedSums: sums + [last])
  }

  func forwardFlops(length: Int, batch: Int, scored: Int) -> Double {
    let row = layers.reduce(2 * Double(readout.multiplyAdds)) { sum, layer in
      sum + 2 * Double(layer.linear.multiplyAdds) + Double(layer.linear.outputs) * Self.flopsPerUnit
    }
    return countProduct(batch, scored) * row
  }

  func activationCount(
    length: Int, batch: Int, scored: Int
  ) -> (forward: Double, backward: Double) {
    let units = countProduct(batch, scored, hiddenLayers.reduce(0) { $0 + $1.width })
    return (units, 3 * units)
  }
}

extension FullyConnectedNetwork {
  static let description = NetworkDescription(
    variant: Variant(
      "feed_forward", "fully connected layers, φ(W x + b)",
      [
        Entry(
          "widths", .list(.integer(1...65536), default: [.integer(64)]),
          "units of each hidden layer"),
        .boolean("bias", true, "whether layers, the read-out too, have biases"),
        ActivationCatalogue.entry(default: "relu"),
        Entry("initial", .section(Section(initial)), "parameters before training"),
      ])
  ) { settings, inputSize, outputSize throws(NetworkError) in
    let widths = settings.list("widths").map { width in
      guard case .integer(let units) = width else { preconditionFailure("a width of \(width)") }
      return units
    }
    let rules = settings.section("initial")
    let hidden = InitializationCatalogue.make(rules.section("hidden"))
    let bias = InitializationCatalogue.make(rules.section("bias"))
    let first = FirstLayer.make(rules.section("first"), hidden: hidden)
    guard settings.boolean("bias") || first?.bias == nil else { throw .noBiases }
    return try FullyConnectedNetwork(
      inputSize: inputSize, widths: widths, outputSize: outputSize,
      activation: ActivationCatalogue.make(settings.section("activation")),
      rules: Rules(
        hidden: hidden, bias: settings.boolean("bias") ? bias : nil,
        readout: InitializationCatalogue.make(rules.section("readout")),
        first: first))
  }

  private static let initial = [
    InitializationCatalogue.entry(
      "hidden", InitializationCatalogue.weights, default: "he_uniform", "weights of hidden layers"),
    InitializationCatalogue.entry(
      "bias", InitializationCatalogue.biases, default: "zeros", "biases, of the read-out too"),
    InitializationCatalogue.entry(
      "readout", InitializationCatalogue.weights, default: "glorot_uniform",
      "weights of the read-out"),
    FirstLayer.entry,
  ]
}
