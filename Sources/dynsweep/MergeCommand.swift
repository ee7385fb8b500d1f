import ArgumentParser
import Results
import Runs
import Schema

/// `dynsweep merge`: two results files of parts of one sweep become one.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Makes one results file of two, whose sweeps are parts of one.",
    discussion: """
      The sweeps may differ in the values of axes, in replicates or seeds, and in filters. The new file's sweep is the \
      larger one's where it has all trials of both, or the sweep file given with --sweep. Otherwise it is made: the first \
      one's, with every default filled in and with axes through the values of both. Where the trials of both make no grid, \
      the others are pending, and run --resume would run them; --sweep can say otherwise.

      A trial that both files have is taken from the one in which it is further. Where it is finished in both, its numbers \
      must be equal bit by bit. Neither file may be being written. Snapshots of unfinished trials are not taken: these begin \
      anew. The tasks' data must be here, as for plan.

      Examples:
        $ dynsweep merge narrow.h5 wide.h5 -o all.h5
        $ dynsweep merge a.h5 b.h5 -o all.h5 --sweep whole.yaml && dynsweep run whole.yaml -o all.h5 --resume

      Exit codes: 65 a file that cannot be read, files that are not parts of one sweep, or a trial whose numbers differ; \
      73 the new file cannot be made, or is there.
      """)

  @Argument(help: ArgumentHelp("A results file.", valueName: "A.h5"))
  var first: String

  @Argument(help: ArgumentHelp("Another.", valueName: "B.h5"))
  var second: String

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("The new results file.", valueName: "C.h5"),
    completion: .file(extensions: ["h5"]))
  var output: String

  @Option(
    help: ArgumentHelp(
      "A sweep file with all trials of both.", valueName: "SWEEP.yaml"),
    completion: .file(extensions: ["yaml", "yml"]))
  var sweep: String?

  @Flag(help: "Print JSON: how many trials came from each file, are in both, and are still open.")
  var json = false

  func run() throws {
    try reported {
      let merge = try guardedAgainstCrashes(on: "\(first) or \(second)") {
        try SweepMerge(first, second, sweep: sweep)
      }
      let trials = try merge.run(into: output)
      for note in merge.notes { Console.say("note: \(note)") }
      if json {
        print(
          try jsonText(
            JSONValue.object([
              "first": .integer(trials.first), "second": .integer(trials.second),
              "common": .integer(trials.common), "open": .integer(trials.open),
              "trials": .integer(trials.whole),
            ])))
      } else {
        print(
          "\(output): \(trials.first) trials of \(first) and \(trials.second) of \(second), which have "
            + "\(trials.common) in common; \(trials.open) of \(trials.whole) are still to be run")
      }
    }
  }
}
