package import Programs

/// One step of a layer of modules, each a long short-term memory of its own, that attend to the layer below, the layer
/// above and a null slot; those that attend least to nothing act, and then to each other (arXiv:2006.16981).
///
/// A module that does not act keeps its state. The candidates of such modules can be attended to, but no gradient flows
/// back to them, as in the authors' code. The transforms F and G of what a module heard are shared by all modules.
package struct ModularLayer: Sendable {
  /// The sizes of a layer.
  package struct Sizes: Sendable {
    /// H, the number of units of all modules together.
    package let units: Int
    /// How many modules there are, and how many act.
    package let choice: ModuleChoice
    /// The columns of what comes from below.
    package let below: Int
    /// The columns of what comes from above; nil where nothing does.
    package let above: Int?

    package init(units: Int, choice: ModuleChoice, below: Int, above: Int?) {
      (self.units, self.choice) = (units, choice)
      (self.below, self.above) = (below, above)
    }
  }

  /// The heads of both attentions.
  package struct Heads: Sendable {
    /// Those of attention to the layers below and above.
    package let input: ModuleAttention.Heads
    /// Those of attention to the other modules.
    package let communication: ModuleAttention.Heads

    package init(input: ModuleAttention.Heads, communication: ModuleAttention.Heads) {
      (self.input, self.communication) = (input, communication)
    }
  }

  /// The rules by which the parameters start.
  package struct Rules: Sendable {
    /// Of queries, keys and values.
    package let attention: any Initialization
    /// Of F and G.
    package let communication: any Initialization
    /// Of the gates.
    package let cell: CellRules

    package init(
      attention: any Initialization, communication: any Initialization, cell: CellRules
    ) {
      (self.attention, self.communication, self.cell) = (attention, communication, cell)
    }
  }

  /// What a step leads to.
  package struct Next {
    /// The states, B × H.
    package let state: Value
    /// The memories, B × H.
    package let memory: Value
    /// Ones for the modules that acted, B × modules.
    package let isActive: Value
    /// The attention to the null slot, to the layer below and, where there is one, to the layer above, B × modules·heads
    /// each.
    package let attention: [Value]
  }

  private enum Gate: Int, CaseIterable { case input, forget, candidate, output }

  package let sizes: Sizes
  private let heads: Heads
  private let rules: Rules
  private let number: Int
  private let names: LayerNames

  /// Layer `number`, counted from 0 at the input.
  package init(_ number: Int, _ sizes: Sizes, _ heads: Heads, _ rules: Rules) {
    (self.number, self.sizes, self.heads, self.rules) = (number, sizes, heads, rules)
    names = LayerNames(number)
  }

  /// Whether a parameter of this name makes the keys or values of what comes from above. Where they are zeros, nothing
  /// does.
  package static func readsAbove(_ name: String) -> Bool { name.hasPrefix("above_") }

  private var modules: Int { sizes.choice.modules }
  private var moduleUnits: Int { sizes.units / modules }
  private func name(_ part: String) -> String { "\(part)_l\(number)" }

  package func step(
    state: Value, memory: Value, below: Value, above: Value?, parameters: ParameterValues
  ) -> Next {
    func slot(_ source: String, _ value: Value) -> ModuleAttention.Slot {
      ModuleAttention.Slot(
        key: value.timesTranspose(parameters[name(source + "_key")]),
        value: value.timesTranspose(parameters[name(source + "_value")]))
    }
    let attend = ModuleAttention(modules: modules, heads: heads.input)
    let query = state.timesTranspose(parameters[name("input_query")], blocks: modules)
    let found = attend(
      query: query, to: [slot("below", below)] + (above.map { [slot("above", $0)] } ?? []),
      hasNull: true)
    let isActive = sizes.choice.mask(of: nullScore(found.null))
    let isOn = spread(isActive)
    let candidate = dynamics(found.context, state, memory, parameters)
    let heard = isOn * candidate.state + (1 - isOn) * candidate.state.withheld()
    let spoken = candidate.state + communication(heard, parameters)
    return Next(
      state: isOn * spoken + (1 - isOn) * state,
      memory: isOn * candidate.memory + (1 - isOn) * memory, isActive: isActive,
      attention: [found.null] + found.weights)
  }

  /// The mean over heads, B × modules.
  private func nullScore(_ null: Value) -> Value {
    let mean = null.program.constant(1 / Double(heads.input.count), modules, heads.input.count)
    return null.timesTranspose(mean, blocks: modules)
  }

  /// A number of each module for each of its units, B × H.
  private func spread(_ mask: Value) -> Value {
    if let number = mask.constant { return mask.program.constant(number, mask.rows, sizes.units) }
    return mask.timesTranspose(mask.program.constant(1, sizes.units, 1), blocks: modules)
  }

  /// The memories and states that the modules would have by themselves.
  private func dynamics(
    _ input: Value, _ state: Value, _ memory: Value, _ parameters: ParameterValues
  ) -> (state: Value, memory: Value) {
    let (own, recurrent) = (parameters[names.inputWeight], parameters[names.recurrentWeight])
    func sum(_ gate: Gate) -> Value {
      let range = gate.rawValue * sizes.units..<(gate.rawValue + 1) * sizes.units
      let drive =
        input.timesTranspose(own.rows(range), blocks: modules)
        + state.timesTranspose(recurrent.rows(range), blocks: modules)
      return rules.cell.bias == nil ? drive : drive + parameters[names.bias].columns(range)
    }
    let next = sum(.forget).sigmoid() * memory + sum(.input).sigmoid() * sum(.candidate).tanh()
    return (sum(.output).sigmoid() * next.tanh(), next)
  }

  /// σ(G o) tanh(F o), where o is what a module hears from the candidates of all modules.
  private func communication(_ candidates: Value, _ parameters: ParameterValues) -> Value {
    func projected(_ part: String) -> Value {
      candidates.timesTranspose(parameters[name("communication_" + part)], blocks: modules)
    }
    let (query, key, value) = (projected("query"), projected("key"), projected("value"))
    let (keys, values) = (key.columns / modules, value.columns / modules)
    let slots = (0..<modules).map { module in
      ModuleAttention.Slot(
        key: key.columns(module * keys..<(module + 1) * keys),
        value: value.columns(module * values..<(module + 1) * values))
    }
    let heard = ModuleAttention(modules: modules, heads: heads.communication)(
      query: query, to: slots, hasNull: false
    ).context
    func shared(_ part: String) -> Value {
      let weight = parameters[name("communication_" + part)]
      // The same block for each module.
      let blocks = weight.reshaped(1, weight.shape.count)
        .broadcast(to: Shape(modules, weight.shape.count)).reshaped(sizes.units, values)
      return heard.timesTranspose(blocks, blocks: modules)
    }
    return shared("gate").sigmoid() * shared("output").tanh()
  }
}

extension ModularLayer {
  /// The parameters. Weights of modules are stored as their blocks, one below the other; those of gates gate by gate.
  package var parameters: [Parameter] {
    let (input, communication) = (heads.input, heads.communication)
    let found = input.count * input.value
    let sources = [("below", sizes.below)] + (sizes.above.map { [("above", $0)] } ?? [])
    let slots = sources.flatMap { source, columns in
      [
        whole(source + "_key", input.count * input.key, columns),
        whole(source + "_value", found, columns),
      ]
    }
    let talk = ["query", "key", "value"].map { part in
      let size = part == "value" ? communication.value : communication.key
      return blocks("communication_" + part, communication.count * size)
    }
    let transforms = ["output", "gate"].map { part in
      Parameter(
        name("communication_" + part),
        WeightGeometry(Shape(moduleUnits, communication.count * communication.value)),
        group: .recurrent, initialization: rules.communication)
    }
    return [blocks("input_query", input.count * input.key)] + slots
      + gates(inputs: found) + talk + transforms
  }

  private func whole(_ part: String, _ rows: Int, _ columns: Int) -> Parameter {
    Parameter(
      name(part), WeightGeometry(Shape(rows, columns)), group: .input,
      initialization: rules.attention)
  }

  /// A weight of each module, of so many rows, that reads the module's units.
  private func blocks(_ part: String, _ rows: Int) -> Parameter {
    Parameter(
      name(part),
      WeightGeometry(
        Shape(modules * rows, moduleUnits), fanOut: Double(rows), modules: modules, isPacked: true),
      group: .recurrent, initialization: rules.attention)
  }

  private func gates(inputs: Int) -> [Parameter] {
    let rows = Gate.allCases.count * sizes.units
    func geometry(_ columns: Int) -> WeightGeometry {
      WeightGeometry(
        Shape(rows, columns), fanOut: Double(moduleUnits), defaultFanIn: Double(sizes.units),
        modules: Gate.allCases.count * modules, isPacked: true)
    }
    let bias = rules.cell.bias.map {
      [
        Parameter(
          names.bias, .bias(rows, fanIn: sizes.units), group: .bias, initialization: $0)
      ]
    }
    return [
      Parameter(
        names.inputWeight, geometry(inputs), group: .input, initialization: rules.cell.input),
      Parameter(
        names.recurrentWeight, geometry(moduleUnits), group: .recurrent,
        initialization: rules.cell.recurrent),
    ] + (bias ?? [])
  }

  /// The multiply–adds of a step of one sequence.
  package var multiplyAdds: Int {
    let shared = 2 * (sizes.units - moduleUnits) * heads.communication.count
    let weights = parameters.reduce(shared * heads.communication.value) { $0 + $1.shape.count }
    let toInputs = ModuleAttention(modules: modules, heads: heads.input)
      .multiplyAdds(slots: sizes.above == nil ? 1 : 2)
    let toModules = ModuleAttention(modules: modules, heads: heads.communication)
      .multiplyAdds(slots: modules)
    return weights + toInputs + toModules
  }
}
