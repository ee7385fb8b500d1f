import ArgumentParser
import DataSets
import HDF5
import Results
import Runs
import Schema

/// `dynsweep extract`: a net that a sweep has kept, as a file of its own.
struct ExtractCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extract",
    abstract: "Writes a net that a sweep has kept to a file of its own.",
    discussion: """
      For sweeps with keep: {weights: final} or {weights: all}. The end of NET's name tells its format: .safetensors, .h5 or \
      .npz. A net of cells that PyTorch has (rnn with tanh or relu, lstm, gru) is written under the names of its \
      state_dict, with both biases, masks multiplied in; others under the names that they have in FILE.h5. Numbers are \
      those of the trial, bit by bit, in its precision.

      Example: $ dynsweep extract quickstart.h5 --trial 3 -o net.safetensors

      In Python, of a plain net of 2 inputs and 64 units, without readout.weight and readout.bias:

        net = torch.nn.RNN(2, 64)
        weights = safetensors.torch.load_file("net.safetensors")
        net.load_state_dict({name: weights[name] for name in net.state_dict()})

      With --inputs the inputs along which the trial's Lyapunov spectrum was recorded are written too, and the command is \
      printed by which dynsweep spectrum finds that spectrum again.

      Exit codes: 0 done; 64 NET ends otherwise; 65 no such trial, or no net of it; 73 a file cannot be made, or exists.
      """)

  @Argument(help: ArgumentHelp("A results file.", valueName: "FILE.h5"))
  var file: String

  @Option(help: ArgumentHelp("The trial's number.", valueName: "I"))
  var trial: Int

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("The file to make.", valueName: "NET"))
  var output: String

  @Option(
    help: ArgumentHelp(
      "The checkpoint whose net is wanted, counted from 0, where all are kept; the last one where not given.",
      valueName: "C"))
  var checkpoint: Int?

  @Option(
    help: ArgumentHelp(
      "Where to write the inputs of the trial's Lyapunov spectrum; a name as NET's.", valueName: "X"
    ))
  var inputs: String?

  func run() throws {
    try reported {
      let target = try NewArrayFile(output)
      let driven = try inputs.map { (path) throws(NewArrayFileError) in try NewArrayFile(path) }
      guardAgainstCrashes(on: file)
      let reader = try ResultsReader.forReaders(file)
      let net = try ExtractedNet(trial, at: checkpoint, in: reader)
      CrashGuard.standDown()
      // First what may lack something.
      if let driven { try net.writeInputs(to: driven) }
      try net.write(to: target)
      print("\(output): \(net.summary)")
      if net.cell == nil {
        Console.say("note: PyTorch's RNN, LSTM and GRU have no such cell")
      }
      if let inputs, let command = net.command(net: output, inputs: inputs) { print(command) }
    }
  }
}
