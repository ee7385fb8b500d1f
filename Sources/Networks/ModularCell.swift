import Layers
import Programs
import Schema

/// Layers of modules, one above the other, of which each but the last also sees the layer above as it was a step before
/// (bidirectional recurrent independent mechanisms, arXiv:2006.16981). One layer alone sees no other.
///
/// Its states are h and c of the first layer, then those of the second, and so on; the last layer's h is observed.
struct ModularCell: Cell {
  let layers: [ModularLayer]

  /// - Parameter layers: At least one, from the input upwards.
  init(_ layers: [ModularLayer]) {
    precondition(!layers.isEmpty, "a cell of no layers")
    self.layers = layers
  }

  var inputSize: Int { layers[0].sizes.below }
  var stateSizes: [Int] { layers.flatMap { [$0.sizes.units, $0.sizes.units] } }
  var observedState: Int { 2 * layers.count - 2 }
  var parameters: [Parameter] { layers.flatMap(\.parameters) }
  var multiplyAdds: Int { layers.reduce(0) { $0 + $1.multiplyAdds } }
  /// Those of all layers, and as many again for attention.
  var preactivationsPerUnit: Int { 8 * layers.count }

  func step(states: [Value], input: Value, parameters: ParameterValues) -> [Value] {
    moduleSteps(states: states, input: input, parameters: parameters)
      .flatMap { [$0.state, $0.memory] }
  }

  var moduleLayers: [ModularLayer.Sizes] { layers.map(\.sizes) }

  func moduleSteps(
    states: [Value], input: Value, parameters: ParameterValues
  ) -> [ModularLayer.Next] {
    var below = input
    return layers.enumerated().map { index, layer in
      let next = layer.step(
        state: states[2 * index], memory: states[2 * index + 1], below: below,
        above: index + 1 < layers.count ? states[2 * index + 2] : nil, parameters: parameters)
      below = next.state
      return next
    }
  }
}

extension ModularCell {
  static let description = NetworkDescription(
    variant: Variant(
      "modular",
      "modules that attend to the layers below and above, and act if they find something (2006.16981)",
      [
        .integer("width", 48, in: 1...65536, "units of each layer, of all its modules together"),
        Entry(
          "modules", .list(.integer(1...1024), default: [.integer(6), .integer(3)]),
          "modules of each layer, from the input upwards"),
        Entry(
          "active", .list(.integer(1...1024), default: [.integer(4), .integer(2)]),
          "modules of each layer that act at a step"),
        .boolean("top_down", true, "whether each layer but the last sees the one above"),
        heads("input", key: 16, value: 32, count: 1, "attention to layers"),
        heads("communication", key: 16, value: 16, count: 2, "attention to other modules"),
        .boolean("bias", true, "whether hidden units have a bias"),
        Entry("initial", .section(Section(initial)), "parameters before training"),
      ])
  ) { settings, inputSize, outputSize throws(NetworkError) in
    let layers = try layers(settings, inputSize: inputSize)
    let initial = settings.section("initial")
    let cells: [any Cell] =
      settings.boolean("top_down") ? [ModularCell(layers)] : layers.map { ModularCell([$0]) }
    return RecurrentNetwork(
      layers: cells, outputSize: outputSize,
      readout: InitializationCatalogue.make(initial.section("readout")),
      bias: InitializationCatalogue.make(initial.section("bias")))
  }

  private static func heads(
    _ key: String, key size: Int, value: Int, count: Int, _ summary: String
  ) -> Entry {
    Entry(
      key,
      .section(
        Section([
          .integer("heads", count, in: 1...1024, "heads"),
          .integer("key", size, in: 1...65536, "columns of a query and of a key of a head"),
          .integer("value", value, in: 1...65536, "columns of a value of a head"),
        ])), summary)
  }

  private static let initial = [
    InitializationCatalogue.entry(
      "attention", InitializationCatalogue.weights, default: "lecun_normal",
      "weights of queries, keys and values"),
    InitializationCatalogue.entry(
      "communication", InitializationCatalogue.weights, default: "normal",
      "weights F and G of what a module hears"),
    InitializationCatalogue.entry(
      "recurrent", InitializationCatalogue.recurrent, default: "torch",
      "weights between a module's units, of each gate by itself"),
    InitializationCatalogue.entry(
      "input", InitializationCatalogue.weights, default: "torch",
      "weights from what a module found, of each gate by itself"),
    InitializationCatalogue.entry(
      "bias", InitializationCatalogue.biases, default: "zeros", "biases, of the read-out too"),
    InitializationCatalogue.entry(
      "readout", InitializationCatalogue.weights, default: "glorot_uniform",
      "weights of the read-out"),
  ]

  private static func layers(
    _ settings: Settings, inputSize: Int
  ) throws(NetworkError) -> [ModularLayer] {
    let (modules, active) = (settings.integers("modules"), settings.integers("active"))
    guard modules.count == active.count, !modules.isEmpty else {
      throw .moduleLists(modules: modules.count, active: active.count)
    }
    let width = settings.integer("width")
    func heads(_ key: String) -> ModuleAttention.Heads {
      let section = settings.section(key)
      return ModuleAttention.Heads(
        count: section.integer("heads"), key: section.integer("key"),
        value: section.integer("value"))
    }
    func rule(_ key: String) -> any Initialization {
      InitializationCatalogue.make(settings.section("initial").section(key))
    }
    let rules = ModularLayer.Rules(
      attention: rule("attention"), communication: rule("communication"), cell: CellRules(settings))
    var layers: [ModularLayer] = []
    for (index, count) in modules.enumerated() {
      guard width % count == 0 else { throw .indivisibleWidth(width: width, modules: count) }
      let seesAbove = settings.boolean("top_down") && index + 1 < modules.count
      let sizes = ModularLayer.Sizes(
        units: width, choice: try ModuleChoice(modules: count, active: active[index]),
        below: index == 0 ? inputSize : width, above: seesAbove ? width : nil)
      layers.append(
        ModularLayer(
          index, sizes,
          ModularLayer.Heads(input: heads("input"), communication: heads("communication")), rules))
    }
    return layers
  }
}

extension Settings {
  /// The whole numbers of a list of them.
  fileprivate func integers(_ key: String) -> [Int] {
    list(key).map { value in
      guard case .integer(let number) = value else { preconditionFailure("a number \(value)") }
      return number
    }
  }
}
