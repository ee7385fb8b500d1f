import ArgumentParser
import FileOwnership
import Listings
import Results
import Runs
import Schema

/// `dynsweep show`: the trials of a results file, or all about one of them.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows the trials of a results file, the best first, or everything about one.",
    discussion: """
      Says what the file is, how far its trials have come, and lists them with their axes and, as of each trial's last \
      recorded checkpoint, their observables. The file may be finished, be written at this moment, or have been left \
      behind by a run that was killed. Missing numbers (–) sort last, and where an observable sorts, trials that are not \
      complete come after those that are: their numbers are not final.

      Examples:
        $ dynsweep show results.h5 --sort validation_accuracy --top 10
        $ dynsweep show results.h5 --trial 7
        $ dynsweep show results.h5 --importance validation_loss
        $ dynsweep show results.h5 --where 'width * layers < 512 and status == "complete"'
        $ dynsweep show results.h5 --csv --columns trial,width,seed,validation_loss > trials.csv
        $ dynsweep show results.h5 --top 0 --json | jq '.trials[] | select(.width == 64)'

      A condition has names of columns, numbers, texts in quotes, true, false, + - * / % ^, < <= > >= == != (also in \
      chains: 1 < width <= 64), and, or, not and parentheses. No comparison holds of a missing \
      number.

      Exit code 65: no results file of dynsweep, no such trial, no such column (the nearest name is told), or a mistake \
      in a condition.
      """)

  @Argument(help: ArgumentHelp("The results file.", valueName: "FILE.h5"))
  var file: String

  @Option(
    help: ArgumentHelp(
      "Show everything about trial I: its axes, seed and status, with the reason where it failed, every checkpoint, "
        + "and what its last spectra come to.", valueName: "I"))
  var trial: Int?

  @Option(
    help: ArgumentHelp(
      "Sort by an axis or an observable; without it, by trial. Accuracies go from the largest down, everything else "
        + "from the smallest up.", valueName: "NAME"))
  var sort = "trial"

  @Option(
    help: ArgumentHelp(
      "Show which shares of the variance of an observable's final value each axis explains, and each pair of axes beyond "
        + "that: on full grids exactly, with 95 % intervals from replicates, elsewhere by a fit with its error.",
      valueName: "QUANTITY"))
  var importance: String?

  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "List only trials of which a condition on columns holds: 'width > 64 and validation_loss < 0.1'.",
      valueName: "EXPR"))
  var condition: String?

  @Option(
    help: ArgumentHelp(
      "The columns to list, in this order: trial, status, step, axes, observables, and seed, replicate, attempts, "
        + "worker, seconds, parameter_count.", valueName: "A,B,C"))
  var columns: String?

  @Option(
    help: ArgumentHelp(
      "How many trials, or shares, to list; 0 for all. 20 if left out, all with --csv.",
      valueName: "K"))
  var top: Int?

  @Flag(
    exclusivity: .exclusive,
    help: ArgumentHelp("Sort from the smallest up, or from the largest down, whatever the name."))
  var direction: SortDirection?

  @Flag(help: "Print JSON: the file's header and \"trials\", or one trial with --trial.")
  var json = false

  @Flag(
    help: """
      Print comma-separated values, with all digits: a line for each trial, or, with --trial, for each checkpoint. What \
      is missing is empty.
      """)
  var csv = false

  func validate() throws {
    if let top, top < 0 {
      throw ValidationError("--top is \(top); expected a number of trials, or 0 for all")
    }
    guard !csv || !json && importance == nil else {
      throw ValidationError("--csv is of trials or checkpoints; expected no --json or --importance")
    }
    guard condition == nil && columns == nil || trial == nil && importance == nil else {
      throw ValidationError(
        "--where and --columns are of the list of trials; expected no --trial or --importance")
    }
    guard trial == nil || importance == nil else {
      throw ValidationError("--importance is of all trials, --trial of one; expected one of them")
    }
  }

  /// How many trials or shares to list; nil for all.
  private var limit: Int? {
    guard let top else { return csv ? nil : 20 }
    return top == 0 ? nil : top
  }

  private var chosenColumns: [String]? {
    columns.map { names in
      names.split(separator: ",", omittingEmptySubsequences: false).map {
        String($0.drop { $0 == " " })
      }
    }
  }

  func run() throws {
    try reported {
      guardAgainstCrashes(on: file)
      let reader = try ResultsReader.forReaders(file)
      let columns = try FileColumns(reader)
      let progress = try TrialProgress(reader)
      if let trial {
        let detail = try TrialDetail(trial, reader, columns, progress)
        if csv { return printCSV(detail.checkpoints, rows: detail.checkpoints[0].cells.count) }
        print(json ? try jsonText(detail.json) : detail.text(width: Terminal.width))
        return
      }
      if let importance {
        let table = try ImportanceTable(
          of: importance, reader, columns, progress, top: limit)
        print(json ? try jsonText(table.json) : table.lines.joined(separator: "\n"))
        return
      }
      let listing = try TrialListing(
        reader, columns, progress,
        order: .init(name: sort, isDescending: direction.map { $0 == .descending }),
        top: limit, where: condition, columns: chosenColumns)
      if csv { return printCSV(listing.columns, rows: listing.trials.count) }
      let summary = FileSummary(
        header: reader.header, axes: columns.axes, progress: progress,
        runs: try RecordedRun.all(in: reader), writer: currentWriter(of: file))
      if json { printJSON(summary, listing) } else { print(text(summary, listing)) }
    }
  }

  private func printCSV(_ columns: [TrialListing.Column], rows: Int) {
    print(columns.csvHeader)
    for row in 0..<rows { print(columns.csvLine(row: row)) }
  }

  /// Prints one trial after another, so that a million trials need no more memory than their numbers.
  private func printJSON(_ summary: FileSummary, _ listing: TrialListing) {
    guard case .object(let members) = summary.json else { return }
    print("{")
    for (key, value) in members.sorted(by: { $0.key < $1.key }) {
      print("  \(JSONValue.text(key).text()) : \(value.text(indentation: 2)),")
    }
    print("  \"trials\" : [")
    for row in listing.trials.indices {
      let comma = row < listing.trials.count - 1 ? "," : ""
      print("    \(listing.json(row: row).text(indentation: 4))\(comma)")
    }
    print("  ]\n}")
  }

  private func text(_ summary: FileSummary, _ listing: TrialListing) -> String {
    let rest = listing.count - listing.trials.count
    return
      (summary.lines + [""] + listing.table.fitted(to: Terminal.width)
      + (listing.note.map { ["", $0] } ?? [])
      + (rest > 0 ? ["", "and \(rest) more trials: --top 0 lists all"] : []))
      .joined(separator: "\n")
  }
}

/// The direction in which trials are sorted.
enum SortDirection: String, EnumerableFlag {
  case ascending, descending
}
