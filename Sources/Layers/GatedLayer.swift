package import Programs
package import Schema

/// The parts that gated cells share: weights whose rows are those of the gates one below the other, N for each.
///
/// A rule of initialisation sees each gate as a separate matrix.
package struct GatedLayer: Sendable {
  /// The columns of the input.
  package let inputSize: Int
  /// N, the number of units.
  package let units: Int
  /// The number of gates, the candidate state among them.
  package let gates: Int
  /// The names of the layer's parameters.
  package let names: LayerNames
  /// How the parameters start.
  package var rules: CellRules

  /// `weight_ih`, gates·units × inputs; `weight_hh`, gates·units × units; and `bias_ih`, 1 × gates·units.
  package var parameters: [Parameter] {
    [
      Parameter(
        names.inputWeight, geometry(inputs: inputSize), group: .input, initialization: rules.input),
      Parameter(
        names.recurrentWeight, geometry(inputs: units), group: .recurrent,
        initialization: rules.recurrent),
    ]
      + (rules.bias.map { [bias(names.bias, count: gates * units, $0)] } ?? [])
  }

  /// A bias that starts by `rule`, 1 × `count`.
  package func bias(_ name: String, count: Int, _ rule: any Initialization) -> Parameter {
    Parameter(name, .bias(count, fanIn: units), group: .bias, initialization: rule)
  }

  private func geometry(inputs: Int) -> WeightGeometry {
    WeightGeometry(
      Shape(gates * units, inputs), fanOut: Double(units), defaultFanIn: Double(units),
      modules: gates, isPacked: true)
  }

  /// The multiply–adds of a step of one sequence.
  package var multiplyAdds: Int { gates * units * (units + inputSize) }

  /// The columns of one gate, R×N, in a matrix that has those of all gates.
  package func gate(_ number: Int, of all: Value) -> Value {
    all.columns(number * units..<(number + 1) * units)
  }

  /// A gate's part of the input's projection, R×N, with its bias.
  ///
  /// - Parameter projection: W_ih x for all gates, R × gates·N.
  package func drive(_ number: Int, _ projection: Value, _ parameters: ParameterValues) -> Value {
    let part = gate(number, of: projection)
    return rules.bias == nil ? part : part + gate(number, of: parameters[names.bias])
  }
}

/// The settings of a gated cell besides its width.
extension GatedLayer {
  /// The settings of the cell itself.
  package static let entries = [Entry.boolean("bias", true, "whether hidden units have a bias")]

  /// The settings under `initial`.
  package static let initial: [Entry] = [
    InitializationCatalogue.entry(
      "recurrent", InitializationCatalogue.recurrent, default: "orthogonal",
      "weights between the units, of each gate by itself"),
    InitializationCatalogue.entry(
      "input", InitializationCatalogue.weights, default: "glorot_uniform",
      "weights from the input, of each gate by itself"),
    Entry(
      "uniform", .value(.word("off", or: .real(.nonnegative)), default: .text("off")),
      "p: weights between the units and from the input all uniform on ±p, whatever their schemes"),
  ]

  /// The layer that settings describe, made by `entries` and `initial`.
  package init(_ settings: Settings, inputSize: Int, gates: Int, layer: Int) {
    var rules = CellRules(settings)
    if let bound = settings.section("initial").realUnlessWord("uniform") {
      rules.recurrent = IndependentInitialization { _ in bound }
      rules.input = rules.recurrent
    }
    self.init(
      inputSize: inputSize, units: settings.integer("width"), gates: gates,
      names: LayerNames(layer), rules: rules)
  }

  /// A layer with biases whose parameters come from elsewhere, and start at zero here.
  package init(inputSize: Int, units: Int, gates: Int, layer: Int) {
    let zeros = ConstantInitialization(0)
    self.init(
      inputSize: inputSize, units: units, gates: gates, names: LayerNames(layer),
      rules: CellRules(recurrent: zeros, input: zeros, bias: zeros))
  }
}
