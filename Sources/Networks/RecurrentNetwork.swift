public import Graph
import Schema

/// A cell run over a sequence, with a linear read-out of its observed state.
public struct RecurrentNetwork: Network {
  private let recurrence: any Cell
  private let readout: LinearLayer
  public let layout: ParameterLayout

  /// - Parameters:
  ///   - readout: How the read-out's weight starts.
  ///   - bias: How the read-out's bias starts.
  public init(
    cell: any Cell, outputSize: Int, readout: any Initialization, bias: any Initialization
  ) {
    recurrence = cell
    self.readout = LinearLayer(
      name: "readout", inputs: cell.stateSizes[cell.observedState], outputs: outputSize,
      rules: LinearLayer.Rules(group: .readout, weight: readout, bias: bias))
    layout = ParameterLayout(cell.parameters + self.readout.parameters)
  }

  public var cell: (any Cell)? { recurrence }
  public var inputSize: Int { recurrence.inputSize }
  public var outputSize: Int { readout.outputs }
  public var hiddenLayers: [HiddenLayer] { [HiddenLayer(name: "hidden", width: readout.inputs)] }

  public func forward(
    in program: Program, parameters: ParameterValues, inputs: Value, length: Int, batch: Int,
    scored: Range<Int>
  ) -> NetworkOutputs {
    precondition(
      inputs.shape == Shape(length * batch, inputSize), "\(inputs.shape) of \(length) × \(batch)")
    let initial = recurrence.initialStates(in: program, batch: batch, parameters: parameters)
    let scan = program.scan(length: length, carries: initial, sequences: [inputs]) {
      states, inputs in
      (recurrence.step(states: states, input: inputs[0], parameters: parameters), [])
    }
    let states = scan.states[recurrence.observedState]
    let read = states.rows(scored.lowerBound * batch..<scored.upperBound * batch)
    return NetworkOutputs(
      outputs: readout(read, parameters), layers: [(hiddenLayers[0], states)])
  }

  public func forwardFlops(length: Int, batch: Int, scored: Int) -> Double {
    let units = Double(recurrence.stateSizes.reduce(0, +))
    let step = 2 * Double(recurrence.multiplyAdds) + units * Self.flopsPerUnit
    return Double(batch) * (Double(length) * step + 2 * Double(scored * readout.multiplyAdds))
  }
}

extension RecurrentNetwork {
  /// A kind of recurrent net for the catalogue.
  ///
  /// The key `width` and, under `initial`, the keys `bias` and `readout` are every cell's.
  ///
  /// - Parameters:
  ///   - entries: The cell's further settings.
  ///   - initial: Its rules of initialisation.
  ///   - cell: Makes it, for an input of a size, from the settings.
  static func description(
    _ name: String, _ summary: String, _ entries: [Entry], initial: [Entry],
    cell: @escaping @Sendable (Settings, Int) throws(NetworkError) -> any Cell
  ) -> NetworkDescription {
    let width = Entry.integer("width", 64, in: 1...65536, "hidden units")
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
      variant: Variant(name, summary, [width] + entries + [section])
    ) { settings, inputSize, outputSize throws(NetworkError) in
      let initial = settings.section("initial")
      return RecurrentNetwork(
        cell: try cell(settings, inputSize), outputSize: outputSize,
        readout: InitializationCatalogue.make(initial.section("readout")),
        bias: InitializationCatalogue.make(initial.section("bias")))
    }
  }
}
