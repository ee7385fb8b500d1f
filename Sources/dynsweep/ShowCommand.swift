import Runs
import ArgumentParser
import Results
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
        $ dynsweep show results.h5 --top 0 --json | jq '.trials[] | select(.width == 64)'

      Exit code 65: no results file of dynsweep, no such trial, or no such column (the nearest name is told).
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

  @Option(help: ArgumentHelp("How many trials, or shares, to list; 0 for all.", valueName: "K"))
  var top = 20

  @Flag(
    exclusivity: .exclusive,
    help: ArgumentHelp("Sort from the smallest up, or from the largest down, whatever the name."))
  var direction: SortDirection?

  @Flag(help: "Print JSON: the file's header and \"trials\", or one trial with --trial.")
  var json = false

  func validate() throws {
    guard top >= 0 else {
      throw ValidationError("--top is \(top); expected a number of trials, or 0 for all")
    }
    guard trial == nil || importance == nil else {
      throw ValidationError("--importance is of all trials, --trial of one; expected one of them")
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
        print(json ? try jsonText(detail.json) : detail.text(width: Terminal.width))
        return
      }
      if let importance {
        let table = try ImportanceTable(
          of: importance, reader, columns, progress, top: top == 0 ? nil : top)
        print(json ? try jsonText(table.json) : table.lines.joined(separator: "\n"))
        return
      }
      let listing = try TrialListing(
        reader, columns, progress,
        order: .init(name: sort, isDescending: direction.map { $0 == .descending }),
        top: top == 0 ? nil : top)
      let summary = FileSummary(
        header: reader.header, axes: columns.axes, progress: progress,
        runs: try RecordedRun.all(in: reader), writer: currentWriter(of: file))
      if json { printJSON(summary, listing) } else { print(text(summary, listing)) }
    }
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
    let rest = summary.header.trialCount - listing.trials.count
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
