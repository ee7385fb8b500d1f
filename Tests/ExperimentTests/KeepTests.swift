import Experiment
import Layers
import Networks
import Records
import SweepFiles
import Testing

/// What trials keep of their nets.
@Suite struct KeepTests {
  private func text(_ keep: String, cell: String = "rnn", precision: String = "float32") -> String {
    """
    task: {name: lag-echo, batch: 4, length: 12, lag: 3, validation_samples: 8}
    model: {cell: \(cell), width: 6}
    training: {steps: 4, precision: \(precision), checkpoints: {count: 3}}
    keep: {\(keep)}
    """
  }

  private func kept(_ text: String) throws -> [KeptNumbers?] {
    var found: [KeptNumbers?] = []
    _ = try trial(text).run { found.append($0.kept) }
    return found
  }

  @Test(arguments: ["rnn", "gru", "lstm"])
  func `arrays have PyTorch's names and shapes`(cell: String) throws {
    let form = try #require(try trial(text("weights: final", cell: cell)).kept)
    let gates = ["rnn": 1, "gru": 3, "lstm": 4][cell] ?? 0
    let shapes = Dictionary(
      uniqueKeysWithValues: form.arrays.map { ($0.name, $0.quantity.dimensions.map(\.size)) })
    var expected = [
      "weight_ih_l0": [6 * gates, 8], "weight_hh_l0": [6 * gates, 6], "bias_ih_l0": [6 * gates],
      "readout.weight": [8, 6], "readout.bias": [8],
    ]
    if cell == "gru" { expected["bias_hn_l0"] = [6] }
    #expect(shapes == expected)
    #expect(form.precision == .float32)
  }

  @Test func `nothing is kept where nothing is said, at the end or at every checkpoint else`()
    throws
  {
    #expect(try kept(text("")) == [nil, nil, nil])
    #expect(try trial(text("weights: none")).kept == nil)
    let all = try kept(text("weights: all"))
    #expect(all.count == 3 && Set(all.map { $0?.count }).count == 1 && all[0] != nil)
    #expect(all[0] != all[1] && all[1] != all[2])
    #expect(try kept(text("weights: final")) == [nil, nil, all[2]])
  }

  @Test(arguments: ["float32", "float64"])
  func `what is kept before training is what the net starts from`(precision: String) throws {
    let text = text("weights: all", precision: precision)
    let trial = try trial(text)
    let start: [Double] = trial.network.layout.initialValues(seed: trial.seed)
    switch try #require(try kept(text)[0]) {
    case .float32(let numbers):
      #expect(precision == "float32" && numbers == start.map { Float($0) })
    case .float64(let numbers): #expect(precision == "float64" && numbers == start)
    }
  }

  @Test func `masks and other fixed parameters are kept too`() throws {
    let text = text("weights: final").replacing(
      "width: 6", with: "width: 6, modules: 2, modularity: 0.5")
    let trial = try trial(text)
    let form = try #require(trial.kept)
    #expect(form.arrays.map(\.name).contains("weight_hh_l0.mask"))
    #expect(form.count == trial.network.layout.count)
  }

  @Test func `states are of each layer, at every step of so many held-out sequences`() throws {
    // The validation set has 8 sequences.
    for (sequences, expected) in [("", 8), ("sequences: 3", 3), ("sequences: 100", 8)] {
      let text = text("states: {\(sequences)}").replacing("width: 6", with: "width: 6, layers: 2")
      let form = try #require(try trial(text).kept)
      #expect(form.arrays.map(\.name) == ["states.hidden.0", "states.hidden.1"])
      for array in form.arrays {
        #expect(array.quantity.dimensions.map(\.name) == ["sequence", "time_step", "unit_6"])
        #expect(array.quantity.dimensions.map(\.size) == [expected, 12, 6])
      }
      #expect(try kept(text).map { $0?.count } == [nil, nil, expected * 12 * 12])
    }
    let layered = text("states: {at: all}").replacing(
      "cell: rnn, width: 6", with: "cell: feed_forward, widths: [5, 4]")
    #expect(
      try trial(layered).kept?.arrays.map(\.name) == ["states.layers.0", "states.layers.1"])
    #expect(try kept(layered).map { $0?.count } == [864, 864, 864])
  }

  /// Whether states and read-out are kept at every checkpoint, and the read-out at all.
  @Test(arguments: [
    ("readout: true", [true, false]), ("readout: true, states: {}", [true, false]),
    ("readout: true, states: {at: all}", [true, true]), ("states: {at: all}", [false, true]),
    ("weights: final, states: {at: all}", [true, false]),
    ("weights: all, states: {}, readout: false", [true, true]),
  ])
  func `the read-out is kept with the weights, else with the states where that is wanted`(
    keep: String, expected: [Bool]
  ) throws {
    let form = try #require(try trial(text(keep)).kept)
    let readout = form.arrays.filter { $0.name.hasPrefix("readout.") }
    #expect(readout.map(\.name) == (expected[0] ? ["readout.weight", "readout.bias"] : []))
    #expect(readout.allSatisfy { $0.isAlways == expected[1] })
    // A record holds what its checkpoint asks for.
    for (checkpoint, numbers) in try kept(text(keep)).enumerated() {
      #expect(KeptForm.fits(numbers, form, isLast: checkpoint == 2))
    }
  }

  @Test func `keeping changes no other number`() throws {
    for keep in ["weights: final", "weights: all", "states: {at: all}, readout: true"] {
      let (plain, keeping) = (try trial(text("")).records(), try trial(text(keep)).records())
      #expect(plain.count == 3 && plain == keeping)
    }
  }
}
