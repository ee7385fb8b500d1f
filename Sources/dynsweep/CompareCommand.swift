import Runs
import ArgumentParser
import Results
import Schema

/// `dynsweep compare`: whether two results files hold the same observables.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Tells whether two results files hold bitwise the same observables.",
    discussion: """
      Trials are matched by index. Every variable counts but those that tell how the sweep went rather than what it \
      found (\(incidentalVariables.sorted().joined(separator: ", "))). Numbers must be equal bit by bit; NaN equals \
      NaN. The files may be unfinished, or be written meanwhile. Where they were computed with other kernels or versions of \
      BLAS, or on other processors, that is told too: last bits may then differ for that alone.

      Example: $ dynsweep compare two-ranks.h5 five-ranks.h5

      Exit codes: 0 equal; 1 different, each variable with its first difference; 65 a file that cannot be read.
      """)

  @Argument(help: ArgumentHelp("A results file.", valueName: "A.h5"))
  var first: String

  @Argument(help: ArgumentHelp("Another.", valueName: "B.h5"))
  var second: String

  @Flag(
    help:
      "Print JSON: {\"equal\": …, \"differences\": [{\"variable\": …, \"finding\": …}], \"compared\": […], \"computed_with\": [[…], […]]}."
  )
  var json = false

  func run() throws {
    try reported {
      guardAgainstCrashes(on: "\(first) or \(second)")
      let differences = try compare(first, second)
      let reader = try ResultsReader(first)
      let header = reader.header
      let machines = [
        try RecordedRun.machines(in: reader), try RecordedRun.machines(in: ResultsReader(second)),
      ]
      let names = reader.comparedNames
      let compared =
        names + (try ResultsReader(second).comparedNames.filter { !names.contains($0) })
      if json {
        print(try jsonText(report(differences, compared, machines)))
      } else if differences.isEmpty {
        print(
          "equal: \(compared.count) variables, bit by bit, of \(header.trialCount) trials with "
            + "\(header.checkpointCount) checkpoints: \(compared.joined(separator: ", "))")
      } else {
        for difference in differences { print(difference.description) }
        print("different: \(differences.count) of \(compared.count) variables")
      }
      if !json, Set(machines[0]) != Set(machines[1]) {
        for (file, machines) in zip([first, second], machines) {
          Console.say("note: \(file) was computed with \(listed(machines))")
        }
      }
      guard differences.isEmpty else { throw ExitCode(1) }
    }
  }

  private func report(
    _ differences: [Difference], _ compared: [String], _ machines: [[String]]
  ) -> JSONValue {
    .object([
      "computed_with": .list(machines.map { .list($0.map(JSONValue.text)) }),
      "equal": .boolean(differences.isEmpty),
      "compared": .list(compared.map(JSONValue.text)),
      "differences": .list(
        differences.map {
          .object(["variable": .text($0.variable), "finding": .text($0.finding)])
        }),
    ])
  }
}
