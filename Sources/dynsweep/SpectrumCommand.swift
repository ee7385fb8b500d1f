import ArgumentParser
import ForeignModels
import HDF5
import LinearAlgebra
import Runs
import Schema

/// `dynsweep spectrum`: the Lyapunov spectrum of a recurrent net trained elsewhere.
struct SpectrumCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spectrum",
    abstract: "Computes the Lyapunov spectrum of a recurrent net trained elsewhere.",
    discussion: """
      MODEL is a file of HDF5, safetensors or .npz, as its first bytes tell. It holds the weights under the names of \
      PyTorch's state_dict: weight_ih_l0 [units, features], \
      weight_hh_l0 [units, units], optionally bias_ih_l0 and bias_hh_l0 [units], and the same with _l1, _l2, … for \
      stacked layers, or without _l0, as RNNCell, LSTMCell and GRUCell have them; of any type of number, half precision too; at the root, in groups, or with a prefix such as "rnn."; of several nets --net names one. Whatever else of the \
      net the file has is refused, but for weights under weight normalisation (_g and _v, or parametrizations) and \
      the _raw ones beside dropped copies, which are used. --cell, or the text "cell" among the file's attributes (of \
      safetensors its metadata), is rnn_tanh, rnn_relu, lstm or gru. The rows of an LSTM's weights and biases are those of its gates \
      i, f, g, o one below the other [4 units], of a GRU's those of r, z, n [3 units]. The array "inputs" [trajectories, time, features] is in the same file or in \
      that of --inputs, which may also be a .npy file.

      The state whose tangents are followed is that of all layers, one after the other; of an LSTM's layer h, then \
      c: twice as many exponents as units.

      The net starts from a zero state and its frames of tangents, one for each layer, from the identity, or with \
      --exponents from random directions. Both evolve over the first --warmup steps uncounted; the growth of the tangents over the rest is averaged, in nats \
      a step. A direction that vanishes (a unit that is off) has the exponent -inf. Beside each exponent stands how \
      far rounding may have moved it; where that is more than a thousandth the exponent is nan.

      In Python, for an RNN, LSTM or GRU of PyTorch and inputs of shape [trajectories, time, features]:

        with h5py.File("model.h5", "w") as f:
            f.attrs["cell"] = "rnn_tanh"
            for name, weight in rnn.state_dict().items(): f[name] = weight.numpy()
            f["inputs"] = inputs
        $ dynsweep spectrum model.h5 --warmup 100 --json

      or, the same:

        safetensors.torch.save_file(rnn.state_dict(), "model.safetensors")
        numpy.save("inputs.npy", inputs)
        $ dynsweep spectrum model.safetensors --cell rnn_tanh --inputs inputs.npy --warmup 100 --json

      R, Julia, MATLAB and Fortran count columns first and write every array turned round: write the transpose, \
      h5write(t(W), …) in R, permutedims(W) in Julia, W.' in MATLAB, and inputs as [features, time, trajectories].

      With --json: {"net": its prefix, "unused": [other datasets], "exponents": [[…] for each trajectory, largest first], "mean": [… averaged over trajectories, then \
      sorted], "error_estimate": [… of the mean], "vanished": how many directions vanished, "kaplan_yorke": …, \
      "entropy_rate": …}, the last two of the mean; null where an exponent is no number: of the last "vanished" \
      ones since nothing is left of them, of others since rounding or overflow hides them.
      """)

  enum Precision: String, CaseIterable, ExpressibleByArgument {
    case float32, float64
  }

  @Argument(help: ArgumentHelp("The net's weights.", valueName: "MODEL"))
  var model: String

  @Option(
    help: ArgumentHelp(
      "The file that holds the array \"inputs\", or a .npy file that is it; MODEL itself where not given.",
      valueName: "X"))
  var inputs: String?

  @Option(
    help: ArgumentHelp(
      "The net to measure where the file holds several: what stands before weight_hh_l0 in its names.",
      valueName: "PREFIX"))
  var net: String?

  @Option(
    help:
      "The kind of cell: \(oneOf(RecurrentModel.Cell.allCases.map(\.rawValue))); where not given, what MODEL says."
  )
  var cell: RecurrentModel.Cell?

  @Option(help: "Time steps at the start in which state and frame evolve uncounted.")
  var warmup = 0

  @Option(
    help: ArgumentHelp(
      "How many of the largest exponents; all where not given.", valueName: "K"))
  var exponents: Int?

  @Option(
    help: ArgumentHelp(
      "Time steps to average over after the warm-up: a number, or \"every\" one that is left.",
      valueName: "every|N"))
  var steps = StepCount.every

  @Option(
    help: ArgumentHelp(
      "Time steps from one orthonormalisation of the frame to the next, at most: fewer where rounding would hide "
        + "an exponent. More than 1 saves time.", valueName: "N"))
  var interval = 1

  @Option(
    help:
      "The numbers to compute with. float32 loses exponents that lie far below the largest: they are nan."
  )
  var precision = Precision.float64

  @Flag(help: "Print JSON instead of a table.")
  var json = false

  func validate() throws {
    guard warmup >= 0 else {
      throw ValidationError("--warmup is \(warmup); expected a number of steps, 0 or more")
    }
    guard exponents ?? 1 >= 1 else {
      throw ValidationError("--exponents is \(exponents ?? 0); expected 1 or more")
    }
    guard interval >= 1 else {
      throw ValidationError("--interval is \(interval); expected 1 or more")
    }
  }

  func run() throws {
    try reported {
      useOneThread()
      guardAgainstCrashes(on: model)
      let file = try ModelFile(model)
      let net = try file.model(net: net, cell: cell)
      let driven =
        try inputs.map { (path) throws(ModelFileError) in
          try ModelFile(path, .inputs).inputs(features: net.inputSize, isModel: false)
        } ?? file.inputs(features: net.inputSize, isModel: true)
      CrashGuard.standDown()
      let spectrum = try ModelSpectrum(
        net, driven, warmup: warmup, steps: steps.count, exponents: exponents, interval: interval)
      let estimates =
        precision == .float64
        ? spectrum.estimates(as: Double.self) : spectrum.estimates(as: Float.self)
      if let shortest = spectrum.shortage { Console.say("note: \(shortest)") }
      let report = SpectrumReport(estimates, count: exponents ?? net.stateSize)
      print(
        json ? try jsonText(report.json(of: net), pretty: false) : report.text(of: spectrum))
    }
  }
}

extension RecurrentModel.Cell: ExpressibleByArgument {}

/// How many time steps to average over: every step that is left, or a number.
enum StepCount: Equatable, ExpressibleByArgument, CustomStringConvertible {
  case every
  case number(Int)

  init?(argument: String) {
    if argument == "every" || argument == "all" {
      self = .every
    } else if let number = Int(argument), number > 0 {
      self = .number(number)
    } else {
      return nil
    }
  }

  var count: Int? { if case .number(let number) = self { number } else { nil } }
  var description: String { count.map { String($0) } ?? "every" }
  var defaultValueDescription: String { description }
}
