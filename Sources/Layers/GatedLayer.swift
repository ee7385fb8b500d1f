package import Programs
package import Schema

/// What the gated cells have in common: weights whose rows are the gates' one below the other, N of each.
///
/// A rule of initialisation sees each gate as a matrix of its own.
package struct GatedLayer: Sendable {
  package let inputSize: Int
  package let units: Int
  package let gates: Int
  package let names: LayerNames
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

  package func bias(_ name: String, count: Int, _ rule: any Initialization) -> Parameter {
    Parameter(name, .bias(count, fanIn: units), group: .bias, initialization: rule)
  }

  private func geometry(inputs: Int) -> WeightGeometry {
    WeightGeometry(
      Shape(gates * units, inputs), fanOut: Double(units), defaultFanIn: Double(units),
      modules: gates, isPacked: true)
  }

  package var multiplyAdds: Int { gates * units * (units + inputSize) }

  /// The columns of one gate.
  package func gate(_ number: Int, of all: Value) -> Value {
    all.columns(number * units..<(number + 1) * units)
  }

  /// A gate's part of the input's projection, with its bias.
  package func drive(_ number: Int, _ projection: Value, _ parameters: ParameterValues) -> Value {
    let part = gate(number, of: projection)
    return rules.bias == nil ? part : part + gate(number, of: parameters[names.bias])
  }
}

/// A gated cell's settings beside its width.
extension GatedLayer {
  package static let entries = [Entry.boolean("bias", true, "whether hidden units have a bias")]

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

  /// A layer whose parameters come from elsewhere.
  package init(inputSize: Int, units: Int, gates: Int, layer: Int) {
    let zeros = ConstantInitialization(0)
    self.init(
      inputSize: inputSize, units: units, gates: gates, names: LayerNames(layer),
      rules: CellRules(recurrent: zeros, input: zeros, bias: zeros))
  }
}
