import LinearAlgebra
import Schema
import Programs
import Layers

/// One cell over a sequence, or several one above the other, with a linear read-out of the last cell's observed state.
struct RecurrentNetwork: Network {
  private let layers: [any Cell]
  private let recurrence: any Cell
  private let readout: LinearLayer
  /// What the columns of the inputs that come after a cell's own are for.
  private let additions: StateAdditions
  let layout: ParameterLayout

  /// - Parameters:
  ///   - layers: The cells from the input upwards; at least one.
  ///   - outputSize: The columns of the outputs.
  ///   - readout: The rule of the read-out's weight.
  ///   - bias: The rule of the read-out's bias.
  init(
    layers: [any Cell], outputSize: Int, readout: any Initialization, bias: any Initialization
  ) {
    self.layers = layers
    recurrence = layers.count == 1 ? layers[0] : StackedCell(layers)
    additions = []
    self.readout = LinearLayer(
      name: "readout", inputs: recurrence.stateSizes[recurrence.observedState],
      outputs: outputSize,
      rules: LinearLayer.Rules(group: .readout, weight: readout, bias: bias))
    layout = ParameterLayout(recurrence.parameters + self.readout.parameters)
  }

  init(
    cell: any Cell, outputSize: Int, readout: any Initialization, bias: any Initialization
  ) {
    self.init(layers: [cell], outputSize: outputSize, readout: readout, bias: bias)
  }

  private init(_ other: RecurrentNetwork, with additions: StateAdditions) {
    layers = additions.contains(.shifts) ? other.layers.map(\.shifted) : other.layers
    (recurrence, readout, layout) = (other.recurrence, other.readout, other.layout)
    self.additions = additions
  }

  /// The same net with wider inputs; see `Network.with`.
  func widened(by additions: StateAdditions) -> RecurrentNetwork {
    RecurrentNetwork(self, with: additions)
  }

  var cell: (any Cell)? { recurrence }
  var inputSize: Int {
    recurrence.inputSize + additions.count * hiddenLayers.reduce(0) { $0 + $1.width }
  }
  var outputSize: Int { readout.outputs }

  /// The layers' names are `hidden`, or `hidden.0`, `hidden.1`, … where there are several.
  var hiddenLayers: [HiddenLayer] {
    layers.enumerated().map { index, layer in
      HiddenLayer(
        name: layers.count == 1 ? "hidden" : "hidden.\(index)",
        width: layer.stateSizes[layer.observedState])
    }
  }

  func forward(
    in program: Program, parameters: ParameterValues, inputs: Value, length: Int, batch: Int,
    scored: Range<Int>
  ) -> NetworkOutputs {
    precondition(
      inputs.shape == Shape(length * batch, inputSize), "\(inputs.shape) of \(length) × \(batch)")
    // Each layer has a scan, so that its product with what the layer below gives is one product over all steps.
    var activity = additions.isEmpty ? inputs : inputs.columns(0..<recurrence.inputSize)
    var column = recurrence.inputSize
    func next(_ width: Int) -> Value {
      column += width
      return inputs.columns(column - width..<column)
    }
    let states = zip(layers, hiddenLayers).map { layer, hidden in
      if additions.contains(.shifts) { activity = Value.joined([activity, next(hidden.width)]) }
      let own = Self.states(
        of: layer, in: program, parameters: parameters, inputs: activity, length: length,
        batch: batch)
      activity = additions.contains(.masks) ? own * next(hidden.width) : own
      return own
    }
    let read = activity.rows(scored.lowerBound * batch..<scored.upperBound * batch)
    return NetworkOutputs(
      outputs: readout(read, parameters).value,
      layers: zip(hiddenLayers, states).map { (layer: $0, value: $1) })
  }

  /// The layer's observed state after each step, length·batch × units.
  private static func states(
    of layer: any Cell, in program: Program, parameters: ParameterValues, inputs: Value,
    length: Int, batch: Int
  ) -> Value {
    let initial = layer.initialStates(in: program, batch: batch, parameters: parameters)
    let scan = program.scan(length: length, carries: initial, sequences: [inputs]) {
      states, inputs in
      (layer.step(states: states, input: inputs[0], parameters: parameters), [])
    }
    return scan.states[layer.observedState]
  }

  func forwardFlops(length: Int, batch: Int, scored: Int) -> Double {
    let units = Double(recurrence.stateSizes.reduce(0, +))
    let sums = recurrence.multiplyAdds + recurrence.lookingBackMultiplyAdds(length: length)
    let step = 2 * Double(sums) + units * Self.flopsPerUnit
    return Double(batch) * (Double(length) * step + 2 * countProduct(scored, readout.multiplyAdds))
  }

  /// The numbers of all steps that the widest layer works with, and those that every layer keeps for the backward pass.
  /// The factors are measured.
  func activationCount(
    length: Int, batch: Int, scored: Int
  ) -> (forward: Double, backward: Double) {
    func widest(_ count: (_ sums: Int) -> Int) -> Int {
      layers.map { $0.stateSizes[$0.observedState] * count($0.preactivationsPerUnit) }.max() ?? 0
    }
    let kept = layers.reduce(0) {
      $0 + $1.stateSizes[$1.observedState] * (2 * $1.preactivationsPerUnit - 1)
    }
    let past = recurrence.lookingBackCount
    return (
      countProduct(length, batch, widest { $0 + 2 } + past.forward),
      countProduct(length, batch, widest { $0 + 1 } + kept + past.backward)
    )
  }
}

extension RecurrentNetwork {
  /// A kind of recurrent net for the catalogue.
  ///
  /// Every cell has the keys `width`, `layers` and `attention` and, under `initial`, the keys `bias` and `readout`.
  ///
  /// - Parameters:
  ///   - entries: The further settings of the cell.
  ///   - initial: The cell's rules of initialisation.
  ///   - cell: Makes the cell from the settings, the size of its input and the number of its layer, counted from 0.
  static func description(
    _ name: String, _ summary: String, _ entries: [Entry], initial: [Entry],
    cell: @escaping @Sendable (Settings, Int, Int) throws(NetworkError) -> any Cell
  ) -> NetworkDescription {
    let size: [Entry] = [
      .integer("width", 64, in: 1...65536, "hidden units, of each layer"),
      .integer("layers", 1, in: 1...1024, "recurrent layers one above the other"),
      AttentiveCell.entry,
    ]
    let rules =
      initial + [
        InitializationCatalogue.entry(
          "bias", InitializationCatalogue.biases, default: "zeros", "biases, of the read-out too"),
        InitializationCatalogue.entry(
          "readout", InitializationCatalogue.weights, default: "glorot_uniform",
          "weights of the read-out"),
      ]
    let section = Entry("initial", .section(Section(rules)), "parameters before training")
    return NetworkDescription(
      variant: Variant(name, summary, size + entries + [section])
    ) { settings, inputSize, outputSize throws(NetworkError) in
      let initial = settings.section("initial")
      var layers: [any Cell] = []
      for index in 0..<settings.integer("layers") {
        let inputs = index == 0 ? inputSize : settings.integer("width")
        let layer = try cell(settings, inputs, index)
        layers.append(AttentiveCell.make(settings.section("attention"), layer, layer: index))
      }
      return RecurrentNetwork(
        layers: layers, outputSize: outputSize,
        readout: InitializationCatalogue.make(initial.section("readout")),
        bias: InitializationCatalogue.make(initial.section("bias")))
    }
  }
}
