import ArgumentParser
import Experiment
import Replays
import Results
import Rules
import Runs
import Schema

/// `dynsweep replay`: whether a rule's decisions follow from the rows that a file has recorded.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Derives all decisions of a sweep's rule again from its results file.",
    discussion: """
      A rule's decisions depend on recorded numbers alone, in the order of cohorts, rungs and trials. They are derived \
      here from the rows, and held against those that the run has recorded, bit by bit. The file may be unfinished.

      Examples:
        $ dynsweep replay halving.h5
        $ dynsweep replay --journal halving.h5 > journal.txt

      Exit codes: 0 the same; 1 a decision differs; 65 a file that cannot be read, or whose sweep has no rule.
      """)

  @Argument(help: ArgumentHelp("A results file.", valueName: "FILE.h5"))
  var file: String

  @Flag(
    help:
      "Print the recorded decisions on standard output, a line each: cohort, rung, trial, checkpoint, value, threshold, place, verdict."
  )
  var journal = false

  @Flag(help: "Print JSON: {\"same\": …, \"decisions\": n, \"stops\": n, \"differences\": […]}.")
  var json = false

  func run() throws {
    try reported {
      guardAgainstCrashes(on: file)
      let reader = try ResultsReader.forReaders(file)
      let replay = try RuleReplay(reader, schema: ExperimentSchema.section)
      let stops = replay.recorded.count(where: \.isStop)
      if json {
        print(
          try jsonText(
            JSONValue.object([
              "same": .boolean(replay.differences.isEmpty),
              "decisions": .integer(replay.recorded.count), "stops": .integer(stops),
              "differences": .list(replay.differences.map(JSONValue.text)),
            ])))
      } else if journal {
        print(replay.recorded.journal, terminator: "")
        for difference in replay.differences { Console.say("dynsweep: \(difference)") }
      } else {
        for difference in replay.differences { print(difference) }
        print(
          replay.differences.isEmpty
            ? "the same: \(replay.recorded.count) decisions of \(replay.rule.name), which stopped \(stops) of "
              + "\(reader.trialCount) trials"
            : "different: \(replay.differences.count) of \(replay.derived.count) decisions")
      }
      guard replay.differences.isEmpty else { throw ExitCode(1) }
    }
  }
}
