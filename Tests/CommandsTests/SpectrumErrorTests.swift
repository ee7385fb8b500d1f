import Foundation
import TestSupport
import Testing

/// Nets that cannot be measured, and what is said of them.
@Suite struct SpectrumErrorTests {
  struct Broken: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let message: String
    var arguments: [String] = []
    let breaking: @Sendable (inout SavedNet) -> Void
  }

  private static func strange(_ names: String, _ them: String) -> String {
    "\(names) of the net, but not of any that PyTorch's RNN, LSTM and GRU are; without \(them) the "
      + "spectrum would be another net's. Leave out of the file what is no part of the net; of "
      + "parametrised weights save what torch.nn.utils.parametrize.remove_parametrizations leaves"
  }

  static let nets: [Broken] = [
    Broken(
      testDescription: "no weights",
      message: "no dataset \"weight_hh_l0\"; it has weight_ih_l0 and inputs"
        + "; weights are named as in PyTorch's state_dict (dynsweep help spectrum)"
    ) { $0["weight_hh_l0"] = nil },
    Broken(
      testDescription: "no input weights",
      message: "no dataset \"weight_ih_l0\"; it has weight_hh_l0 and inputs"
        + "; weights are named as in PyTorch's state_dict (dynsweep help spectrum)"
    ) { $0["weight_ih_l0"] = nil },
    Broken(
      testDescription: "weights that are not square",
      message: "weight_hh_l0 is of shape [12, 3]; expected [units, units]"
    ) { $0["weight_hh_l0"] = ([12, 3], []) },
    Broken(
      testDescription: "input weights for other units",
      message: "weight_ih_l0 is of shape [4, 2]; expected [3, features]"
    ) { $0["weight_ih_l0"] = ([4, 2], []) },
    Broken(
      testDescription: "a bias for other units",
      message: "bias_hh_l0 is of shape [4]; expected [3]"
    ) { $0["bias_hh_l0"] = ([4], []) },
    Broken(
      testDescription: "a second layer that does not fit",
      message: "weight_ih_l1 is of shape [5, 2]; expected [5, 3]"
    ) {
      $0["weight_hh_l1"] = ([5, 5], [])
      $0["weight_ih_l1"] = ([5, 2], [])
    },
    Broken(
      testDescription: "a layer of a number that no file has",
      message: "no dataset \"weight_ih_l1\", though there are others of layers 0 to 1000000"
    ) { $0["weight_ih_l9223372036854775807"] = ([3, 3], []) },
    Broken(
      testDescription: "no cell",
      message: "nothing says which cell it is; expected --cell rnn_tanh, rnn_relu, lstm or gru, or "
        + "the text attribute \"cell\" on the file"
    ) { $0.cell = nil },
    Broken(
      testDescription: "a misspelt cell",
      message: "the attribute \"cell\" is \"rnn-tan\"; expected rnn_tanh, rnn_relu, lstm "
        + "or gru; did you mean \"rnn_tanh\"?"
    ) { $0.cell = "rnn-tan" },
    Broken(
      testDescription: "another cell",
      message: "the attribute \"cell\" is \"transformer\"; expected rnn_tanh, rnn_relu, lstm or gru"
    ) { $0.cell = "transformer" },
    Broken(
      testDescription: "an LSTM with the weights of a plain net",
      message: "weight_hh_l0 is of shape [3, 3]; expected [4 units, units], as of 4 gates"
    ) { $0.cell = "lstm" },
    Broken(
      testDescription: "a GRU whose biases are those of one gate",
      message: "bias_ih_l0 is of shape [3]; expected [9], 3 gates of 3 units"
    ) {
      $0.cell = "gru"
      $0["weight_hh_l0"] = ([9, 3], [])
      $0["weight_ih_l0"] = ([9, 2], [])
      $0["bias_ih_l0"] = ([3], [])
    },
    Broken(
      testDescription: "a GRU whose input weights are those of an LSTM",
      message: "weight_ih_l0 is of shape [12, 2]; expected [9, features], 3 gates of 3 units"
    ) {
      $0.cell = "gru"
      $0["weight_hh_l0"] = ([9, 3], [])
      $0["weight_ih_l0"] = ([12, 2], [])
    },
    Broken(
      testDescription: "an LSTM with a projection",
      message: "the net projects its states (weight_hr_l0); expected a net without a projection, "
        + "whose states are as many as its units"
    ) { $0["weight_hr_l0"] = ([2, 3], []) },
    Broken(
      testDescription: "a weight that is not a number",
      message: "weight_hh_l0 holds a number that is not finite, first at [1, 2]"
    ) { $0["weight_hh_l0"] = ([3, 3], [0, 0, 0, 0, 0, .nan, 0, .infinity, 0]) },
    Broken(
      testDescription: "an infinite input",
      message: "inputs holds a number that is not finite, first at [0, 2, 1]"
    ) { $0["inputs"] = ([1, 3, 2], [0, 0, 0, 0, 0, .infinity]) },
    Broken(
      testDescription: "no inputs",
      message: "no dataset \"inputs\" of shape [trajectories, time, features]; add it, or name a "
        + "file that has it by --inputs X.h5"
    ) { $0["inputs"] = nil },
    Broken(
      testDescription: "inputs of other features",
      message: "inputs is of shape [1, 5, 4]; expected [trajectories, time, 2], as weight_ih_l0 "
        + "takes 2 features"
    ) { $0["inputs"] = ([1, 5, 4], []) },
    Broken(
      testDescription: "inputs of two dimensions",
      message: "inputs is of shape [5, 2]; expected [trajectories, time, 2], as weight_ih_l0 "
        + "takes 2 features"
    ) { $0["inputs"] = ([5, 2], []) },
    Broken(
      testDescription: "fewer steps than the warm-up",
      message: "inputs has 5 time steps, and the warm-up alone takes 5; expected more, or a "
        + "shorter --warmup", arguments: ["--warmup", "5"]
    ) { _ in },
    Broken(
      testDescription: "a warm-up of the largest number of steps that there is",
      message: "inputs has 5 time steps, and the warm-up alone takes \(Int.max); "
        + "expected more, or a shorter --warmup", arguments: ["--warmup", "\(Int.max)"]
    ) { _ in },
    Broken(
      testDescription: "fewer steps than asked for",
      message: "inputs has 5 time steps, not the 2 + 4 of --warmup and --steps",
      arguments: ["--warmup", "2", "--steps", "4"]
    ) { _ in },
    Broken(
      testDescription: "three layers without the recurrent weights of the second",
      message: "no dataset \"weight_hh_l1\", though there are others of layers 0 to 2"
    ) { net in
      for name in ["weight_ih_l1", "weight_ih_l2", "weight_hh_l2"] { net[name] = ([3, 3], []) }
    },
    Broken(
      testDescription: "a second layer without a bias that the first has",
      message: "no dataset \"bias_hh_l1\", though there are others of layers 0 to 1"
    ) { net in
      for name in ["weight_ih_l1", "weight_hh_l1"] { net[name] = ([3, 3], []) }
      net["bias_hh_l0"] = ([3], [])
    },
    Broken(
      testDescription: "two nets",
      message: "it holds 2 nets, \"encoder.\" and \"dec.\"; choose one by --net PREFIX"
    ) { $0.rename(["encoder.", "dec."]) },
    Broken(
      testDescription: "another net than asked for",
      message: "no net \"encodr\"; there are \"encoder.\" and \"dec.\"; did you mean \"encoder.\"?",
      arguments: ["--net", "encodr"]
    ) { $0.rename(["encoder.", "dec."]) },
    Broken(
      testDescription: "an LSTM with peepholes",
      message: strange("weight_ci_l0 and bias_ci_l0 are", "them")
    ) {
      $0["weight_ci_l0"] = ([3], [])
      $0["bias_ci_l0"] = ([3], [])
    },
    Broken(
      testDescription: "a layer norm in the net",
      message: strange("layer_norm_hh.scale is", "it")
    ) { $0["layer_norm_hh.scale"] = ([3], []) },
    Broken(
      testDescription: "a parametrisation that is no weight normalisation",
      message: strange("parametrizations.weight_hh_l0.original is", "it")
    ) { $0["parametrizations.weight_hh_l0.original"] = ([3, 3], []) },
    Broken(
      testDescription: "weight normalisation by columns",
      message:
        "weight_hh_l0_g is of shape [1, 3]; expected [rows, 1], of weight normalisation by rows"
    ) {
      $0["weight_hh_l0"] = nil
      $0["weight_hh_l0_g"] = ([1, 3], [])
      $0["weight_hh_l0_v"] = ([3, 3], [])
    },
    Broken(
      testDescription: "both directions",
      message: "the net reads its inputs in both directions, and so has no dynamics of one state; "
        + "expected a net of one direction"
    ) { $0["weight_hh_l0_reverse"] = ([3, 3], []) },
  ]

  @Test(arguments: nets)
  func `a net that cannot be measured is answered with what would be right`(
    _ broken: Broken
  ) throws {
    try withTemporaryDirectory { folder in
      var net = SavedNet.zero
      broken.breaking(&net)
      let path = "\(folder)/m.h5"
      try net.write(path)
      let outcome = try run(
        productsDirectory.appendingPathComponent("dynsweep").path,
        ["spectrum", path, "--json"] + broken.arguments)
      #expect(outcome.errors == "dynsweep: \(path): \(broken.message)\n")
      #expect(outcome.status == 65)
      #expect(outcome.output.isEmpty)
    }
  }

  @Test func `what is in no format that is read, or is not there, is said to be so`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/m.h5"
      #expect(try dynsweep("spectrum", path).errors == "dynsweep: \(path): no such file\n")
      try "weights".write(toFile: path, atomically: true, encoding: .utf8)
      let outcome = try dynsweep("spectrum", path)
      #expect(
        outcome.errors
          == "dynsweep: \(path): not a file of HDF5, safetensors, .npz or .npy; a recurrent net's weights, named as "
          + "by PyTorch, were expected\n")
      #expect(outcome.status == 65)
      try SavedNet.zero.write("\(folder)/n.h5")
      #expect(
        try dynsweep("spectrum", "\(folder)/n.h5", "--inputs", path).errors
          == "dynsweep: \(path): not a file of HDF5, safetensors, .npz or .npy; the dataset \"inputs\" of shape [trajectories, "
          + "time, features] was expected\n")
    }
  }
}
