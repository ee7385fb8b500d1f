import Foundation
import TestSupport
import Testing

/// A file that PyTorch, Keras or NumPy has saved, by Fixtures/saved/saved_nets.py.
func saved(_ name: String) -> String {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures/saved/\(name)").path
}

/// The exponents of each trajectory that `dynsweep spectrum` finds.
func exponents(_ arguments: [String]) throws -> [[Double]] {
  let outcome = try run(
    productsDirectory.appendingPathComponent("dynsweep").path, ["spectrum"] + arguments + ["--json"]
  )
  #expect(outcome.status == 0, "\(outcome.errors)")
  struct Spectrum: Decodable { let exponents: [[Double]] }
  return try JSONDecoder().decode(Spectrum.self, from: Data(outcome.output.utf8)).exponents
}

/// Nets as the libraries save them.
@Suite struct SpectrumFormatTests {
  static let nets: [(String, [String])] = [
    ("lstm.safetensors", []), ("half.safetensors", ["--cell", "rnn_tanh"]),
    ("bfloat.safetensors", ["--cell", "rnn_tanh"]), ("gru.npz", ["--cell", "gru"]),
    ("lstm-cell.npz", ["--cell", "lstm"]), ("simple.weights.h5", []), ("lstm.weights.h5", []),
    ("gru.weights.h5", []), ("simple.keras", []), ("stack.keras", ["--net", "below+above"]),
    ("lstm-legacy.h5", []), ("gru-legacy.h5", []),
  ]

  // 1e-8 is what is asked for. Each library worked out its own Jacobians, by automatic differentiation.
  @Test(arguments: nets)
  func `exponents are those of the library that saved the net`(
    _ name: String, _ arguments: [String]
  ) throws {
    let file = try Data(contentsOf: URL(fileURLWithPath: saved("exponents.json")))
    let all = try JSONDecoder().decode([String: [[Double]]].self, from: file)
    let expected = try #require(all[name])
    let found = try exponents(
      [saved(name), "--inputs", saved("inputs.npy"), "--warmup", "10"] + arguments)
    #expect(found.count == expected.count)
    #expect(areClose(found.flatMap(\.self), expected.flatMap(\.self), within: 1e-8))
  }

  @Test func `the first layer of a stack is a net of its own, under its name and its place`() throws
  {
    let rest = ["--inputs", saved("inputs.npy"), "--warmup", "10"]
    let layer = try exponents([saved("stack.keras"), "--net", "below"] + rest)
    #expect(try layer == exponents([saved("stack.keras"), "--net", "layers/gru"] + rest))
    // The stack's exponents are those of its layers.
    let both = try exponents([saved("stack.keras"), "--net", "below+above"] + rest)
    for (few, many) in zip(layer, both) {
      #expect(few.count == 4 && many.count == 8)
      for exponent in few { #expect(many.contains { abs($0 - exponent) < 1e-8 }) }
    }
  }

  @Test func `a GRU without bias is measured where the user says which it is`() throws {
    let found = try exponents(
      [saved("no-bias.weights.h5"), "--inputs", saved("inputs.npy"), "--cell", "gru"])
    #expect(found.count == 2 && found.allSatisfy { $0.count == 2 })
  }

  @Test(arguments: [
    ("stack.keras", ["--net", "below+above"], "gru, 4 + 4 units, 2 features, below+above"),
    (
      "lstm-cell.npz", ["--cell", "lstm"],
      "lstm, 5 units, 2 features, part/cell.weight_hh and so on"
    ),
  ])
  func `the table says which net it is of`(
    _ name: String, _ arguments: [String], _ header: String
  ) throws {
    let outcome = try run(
      productsDirectory.appendingPathComponent("dynsweep").path,
      ["spectrum", saved(name), "--inputs", saved("inputs.npy")] + arguments)
    #expect(outcome.output.hasPrefix(header + "\n2 trajectories, 60 steps after a warm-up of 0\n"))
  }

  @Test func `--cell goes before what the file says`() throws {
    try withTemporaryDirectory { folder in
      var net = SavedNet.zero
      net.cell = "rnn_tanh"
      net["weight_hh_l0"] = ([3, 3], [0, 0.5, 0, 0, 0, 0.5, 0.5, 0, 0])
      net["bias_ih_l0"] = ([3], [1, 1, 1])
      try net.write("\(folder)/m.h5")
      let found = try exponents(["\(folder)/m.h5", "--cell", "rnn_relu"])
      #expect(areClose(found[0], [Double](repeating: log(0.5), count: 3), within: 1e-14))
      #expect(try found != exponents(["\(folder)/m.h5"]))
    }
  }

  private static let another = "which is another cell; expected"
  private static let layers =
    "it holds 2 recurrent layers, \"below\" and \"above\"; choose one by --net NAME, or several that "
    + "read one another, the first first, by --net NAME+NAME"

  static let refused: [(String, [String], String)] = [
    (
      "two-ways.keras", [],
      "the net reads its inputs in both directions, and so has no dynamics of one state; expected a "
        + "net of one direction"
    ),
    (
      "reset-before.keras", [],
      "the layer \"memory\" has reset_after=False, \(another) True, as in PyTorch's GRU"
    ),
    (
      "reset-before.weights.h5", [],
      "the layer \"memory\" has reset_after=False, \(another) True, as in PyTorch's GRU"
    ),
    (
      "sigmoid.keras", [],
      "the layer \"memory\" has activation=\"sigmoid\", \(another) \"tanh\" or \"relu\""
    ),
    (
      "hard-sigmoid-legacy.h5", [],
      "the layer \"memory\" has recurrent_activation=\"hard_sigmoid\", \(another) \"sigmoid\""
    ),
    (
      "backwards.keras", [], "the layer \"memory\" has go_backwards=True, \(another) False"
    ),
    (
      "no-bias.weights.h5", [],
      "the GRU \"memory\" has no bias, so that nothing tells whether reset_after is True, as in "
        + "PyTorch's; where it is, say --cell gru"
    ),
    ("stack.keras", [], layers),
    (
      "stack.keras", ["--net", "below+encoder"],
      "no net \"encoder\"; there are \"below\" and \"above\""
    ),
    (
      "stack.keras", ["--net", "+"], "no net \"+\"; there are \"below\" and \"above\""
    ),
    (
      "gru.weights.h5", ["--cell", "lstm"],
      "layers/gru/cell/vars/1 is of shape [5, 15]; expected [units, 4 units], as --cell says"
    ),
    (
      "gru.npz", [],
      "nothing says which cell it is; expected --cell rnn_tanh, rnn_relu, lstm or gru, or the text "
        + "attribute \"cell\" on the file"
    ),
    (
      "inputs.npy", [],
      "a single array (.npy); expected a net's weights by name, as numpy.savez(path, weight_ih_l0=…, "
        + "weight_hh_l0=…) writes them"
    ),
  ]

  @Test(arguments: refused)
  func `a net of another kind is answered with the reason`(
    _ name: String, _ arguments: [String], _ message: String
  ) throws {
    let outcome = try run(
      productsDirectory.appendingPathComponent("dynsweep").path,
      ["spectrum", saved(name), "--inputs", saved("inputs.npy")] + arguments)
    #expect(outcome.errors == "dynsweep: \(saved(name)): \(message)\n")
    #expect(outcome.status == 65 && outcome.output.isEmpty)
  }
}
