import Schema
import Programs
import LinearAlgebra
import Layers

/// A cell with attention to its past states. In place of its last state h it sees s' = ½ (h + c), where c = Σ αᵢ hᵢ and
/// α = softmax of vᵀ tanh(V_a s + U_a hᵢ) over the states of its memory (arXiv:2006.09471).
///
/// Its states are those of the cell itself, then s, the key U_a h of the last state, and the ledger of its memory. The
/// query of the first step is zero (the authors' code takes the first pre-activation, with one past state to choose
/// from).
struct AttentiveCell: Cell {
  private let cell: any Cell
  private let memory: AttentionMemory
  private let attention: [Parameter]
  private let names: Names

  private struct Names {
    let query: String
    let key: String
    let score: String

    init(layer: Int) {
      (query, key, score) = (
        "attention_query_l\(layer)", "attention_key_l\(layer)", "attention_score_l\(layer)"
      )
    }
  }

  /// The rules by which V_a, U_a and v start.
  struct Rules {
    let query: any Initialization
    let key: any Initialization
    let score: any Initialization
  }

  init(_ cell: any Cell, memory: AttentionMemory, layer: Int, rules: Rules) {
    (self.cell, self.memory) = (cell, memory)
    let names = Names(layer: layer)
    let units = cell.stateSizes[cell.observedState]
    func parameter(_ name: String, rows: Int, _ rule: any Initialization) -> Parameter {
      Parameter(
        name, WeightGeometry(Shape(rows, units)), group: .recurrent, initialization: rule)
    }
    attention = [
      parameter(names.query, rows: units, rules.query),
      parameter(names.key, rows: units, rules.key),
      parameter(names.score, rows: 1, rules.score),
    ]
    self.names = names
  }

  /// The shifted form attends with a shifted cell, so that keys are made from the state after the addition.
  var shifted: any Cell { AttentiveCell(cell.shifted, self) }

  private init(_ cell: any Cell, _ other: AttentiveCell) {
    self.cell = cell
    (memory, attention, names) = (other.memory, other.attention, other.names)
  }

  private var units: Int { cell.stateSizes[cell.observedState] }

  var inputSize: Int { cell.inputSize }
  var stateSizes: [Int] { cell.stateSizes + [units, units, memory.ledgerSize] }
  var observedState: Int { cell.observedState }
  var parameters: [Parameter] { cell.parameters + attention }
  var preactivationsPerUnit: Int { cell.preactivationsPerUnit }
  var multiplyAdds: Int { cell.multiplyAdds + 2 * units * units }
  var looksBack: Bool { true }

  func initialStates(
    in program: Program, batch: Int, parameters: ParameterValues
  ) -> [Value] {
    cell.initialStates(in: program, batch: batch, parameters: parameters)
      + stateSizes[cell.stateSizes.count...].map { program.constant(0, batch, $0) }
  }

  func step(states: [Value], input: Value, parameters: ParameterValues) -> [Value] {
    var own = Array(states[..<cell.stateSizes.count])
    let (before, keys, ledger) = (states[own.count], states[own.count + 1], states[own.count + 2])
    let last = own[observedState]
    let attended = last.attended(
      by: before.timesTranspose(parameters[names.query]), keys: keys,
      score: parameters[names.score], ledger: ledger, memory)
    let mixed = 0.5 * (last + attended.context)
    own[observedState] = mixed
    let next = cell.step(states: own, input: input, parameters: parameters)
    let key = next[observedState].timesTranspose(parameters[names.key])
    return next + [mixed, key, attended.nextLedger]
  }

  /// A score and a weighted sum for each state attended to. Where all states are, they are on average half the steps.
  func lookingBackMultiplyAdds(length: Int) -> Int {
    2 * units * min(memory.capacity ?? length, (length + 1) / 2)
  }

  var lookingBackCount: (forward: Int, backward: Int) {
    let kept = 3 * units + memory.weightCount + memory.ledgerSize
    return (kept, kept + 6 * units)
  }

  func recurrentMatrix(_ read: (String) -> Matrix<Double>) -> Matrix<Double>? {
    cell.recurrentMatrix(read)
  }

  func gammaShapes(_ read: (String) -> Matrix<Double>) -> [GammaShape]? {
    cell.gammaShapes(read)
  }
}

extension AttentiveCell {
  /// The section that a sweep file may have under a recurrent net's `attention`.
  static let entry = Entry(
    "attention",
    .section(
      Section([
        Entry(
          "memory",
          .variant(
            [
              Variant("none", "no attention"),
              Variant("full", "to all past states", rules),
              Variant(
                "screened", "to the last states and a few relevant older ones (2006.09471)",
                [
                  .integer("recent", 10, in: 1...100_000, "last states, ν"),
                  .integer(
                    "relevant", 10, in: 0...10_000,
                    "older states, ρ: those that had the most weight while they were recent"),
                ] + rules),
            ], default: "none"), "which past states there are to attend to")
      ])), "attention of each layer to its own past states")

  private static let rules = [
    InitializationCatalogue.entry(
      "query", InitializationCatalogue.weights, default: "torch", "weights of the query, V_a"),
    InitializationCatalogue.entry(
      "key", InitializationCatalogue.weights, default: "torch", "weights of the keys, U_a"),
    InitializationCatalogue.entry(
      "score", InitializationCatalogue.weights, default: "glorot_normal",
      "weights of the score, v; zeros: equal weights for all states at the start"),
  ]

  /// `cell` with the attention that a section made by `entry` asks for; `cell` itself where it asks for none.
  static func make(_ settings: Settings, _ cell: any Cell, layer: Int) -> any Cell {
    let memory: AttentionMemory
    switch settings.text("memory") {
    case "full": memory = .full
    case "screened":
      memory = .screened(
        recent: settings.integer("recent"), relevant: settings.integer("relevant"))
    default: return cell
    }
    func rule(_ key: String) -> any Initialization {
      InitializationCatalogue.make(settings.section(key))
    }
    return AttentiveCell(
      cell, memory: memory, layer: layer,
      rules: Rules(query: rule("query"), key: rule("key"), score: rule("score")))
  }
}
