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
    discussion: SpectrumHelp.text)

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
      "The net to measure where the file holds several: what stands before weight_hh_l0 in its names; of Keras a "
        + "layer's name, or several joined by + that read one another.",
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
        + "an exponent. More than 1 saves time. Where not given 1, with --seed as a sweep has it by itself.",
      valueName: "N"))
  var interval: Int?

  @Option(
    help: ArgumentHelp(
      "The seed of the sweep's trial that the net is of (extract tells it): frames start from that trial's directions, "
        + "and all is computed as in a sweep, so that the exponents are the recorded ones.",
      valueName: "S"))
  var seed: UInt64?

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
    guard interval ?? 1 >= 1 else {
      throw ValidationError("--interval is \(interval ?? 0); expected 1 or more")
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
        net, driven, warmup: warmup, steps: steps.count, exponents: exponents, interval: interval,
        seed: seed)
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
