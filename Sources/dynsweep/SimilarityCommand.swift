import ArgumentParser
import DataSets
import Listings
import Results
import Runs
import Similarities

/// `dynsweep similarity`: how like each other the nets of each configuration are.
struct SimilarityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "similarity",
    abstract: "Tells how like each other the nets of each configuration are.",
    discussion: """
      For sweeps with replicates and keep: {weights: final, states: {}}. Of each configuration all pairs of complete \
      nets are compared, and the means over pairs are printed:

        alignment                   linear centred kernel alignment (CKA) of states; 1 for equal ones
        weight_distance             least Frobenius distance of the weights between units over orders of the units, \
      as Frank and Wolfe's method finds it
        relative_weight_distance    the same over the root of the mean of the two squared norms
        spectral_distance_R         squared Wasserstein distance of the eigenvalues of the dynamics, as linear maps of \
      R coordinates (Dynamical Similarity Analysis, arXiv:2306.10168)
        angular_distance_R          angle between these maps over orthogonal changes of coordinates, radians

      States must be those on the same sequences: those of a file, or of a task with a data_seed. All numbers depend on \
      the file alone, bit by bit.

      Examples:
        $ dynsweep similarity solution-degeneracy.h5
        $ dynsweep similarity results.h5 --ranks 4,8,16 --delays 3 --pairs --csv > pairs.csv
        $ dynsweep similarity results.h5 -o matrices.npz

      Exit codes: 64 wrong usage; 65 a file that cannot be read, or keeps nothing to compare; 73 an output that cannot be made.
      """)

  @Argument(help: ArgumentHelp("A results file.", valueName: "FILE.h5"))
  var file: String

  @Option(help: ArgumentHelp("Coordinates of the dynamics' maps.", valueName: "R,R"))
  var ranks = "4,8"

  @Option(
    help: ArgumentHelp("States that are set side by side, each one lag older.", valueName: "N"))
  var delays = 1

  @Option(help: ArgumentHelp("Steps between these states.", valueName: "N"))
  var lag = 1

  @Option(help: ArgumentHelp("The ridge by which the maps are fitted.", valueName: "L"))
  var ridge = 1e-6

  @Option(
    help: ArgumentHelp(
      "The hidden layer (hidden.1) of a net of several; the last one where not given.",
      valueName: "NAME"))
  var layer: String?

  @Flag(help: "Leave the weights out, whose distances take longest.")
  var noWeights = false

  @Flag(help: "Print each pair of nets, not the means of configurations.")
  var pairs = false

  @Flag(help: "Print comma-separated values, with all digits.")
  var csv = false

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp(
      "Write all pairs to a file of this name, .h5, .npz or .safetensors, too: each measure as [configuration, net, net].",
      valueName: "FILE"))
  var output: String?

  private var rankNumbers: [Int]? {
    let words = ranks.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = words.compactMap { Int($0) }
    let isRight = numbers.count == words.count && numbers.allSatisfy { (1...1000).contains($0) }
    return isRight && Set(numbers).count == numbers.count ? numbers : nil
  }

  func validate() throws {
    guard rankNumbers != nil else {
      throw ValidationError(
        "--ranks is \(ranks); expected different whole numbers from 1 to 1000, with commas between them"
      )
    }
    guard (1...1000).contains(delays), (1...100_000).contains(lag) else {
      throw ValidationError(
        "--delays is \(delays) and --lag \(lag); expected 1 to 1000 and 1 to 100000")
    }
    guard ridge >= 0, ridge.isFinite else {
      throw ValidationError("--ridge is \(ridge); expected a number that is not negative")
    }
  }

  func run() throws {
    try reported {
      let target = try output.map { (path) throws(NewArrayFileError) in try NewArrayFile(path) }
      let settings = SimilaritySettings(
        ranks: rankNumbers ?? [], delays: delays, lag: lag, ridge: ridge,
        comparesWeights: !noWeights)
      guardAgainstCrashes(on: file)
      let reader = try ResultsReader.forReaders(file)
      let table = try SimilarityTable(reader, layer: layer, settings)
      try target?.write(table.arrays)
      write(pairs ? table.pairColumns : table.columns)
    }
  }

  private func write(_ columns: [TrialListing.Column]) {
    let rows = columns.first?.cells.count ?? 0
    guard !csv else {
      print(columns.csvHeader)
      for row in 0..<rows { print(columns.csvLine(row: row)) }
      return
    }
    print(columns.textTable.lines(width: Terminal.width).lines.joined(separator: "\n"))
  }
}
