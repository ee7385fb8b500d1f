import Judging
import ArgumentParser
import Experiment
import Findings
import Listings
import Platform
import Records
import Results
import Runs
import Schema
import SweepFiles
import Wording

/// `dynsweep verify`: whether the results show the findings that the sweep names.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Tells whether the findings that a sweep names show in its results.",
    discussion: """
      A finding is a paper's headline result as statistics over a finished results file, each with a pass mark. A \
      sweep names its findings under `findings`. The statistics are printed with their marks and, beside them, what \
      the paper or a pilot reported. A statistic that is made of a trial that is missing, or did not come to its end, \
      is NaN, hence a miss, with the reason beside it; other trials that are not complete are counted.

      Findings: \(FindingCatalogue.all.names.joined(separator: ", ")).

      Example: $ dynsweep verify lyapunov-random.h5

      Exit codes: 0 all pass; 1 a mark is missed; 65 the file cannot be read, or names no finding.
      """)

  @Argument(help: ArgumentHelp("A results file.", valueName: "FILE.h5"))
  var file: String

  @Option(
    name: .customLong("finding"),
    help: ArgumentHelp(
      "Look for this finding instead of those that the sweep names; may be repeated."))
  var findings: [String] = []

  @Flag(help: "Print JSON on standard output.")
  var json = false

  func run() throws {
    try reported {
      guardAgainstCrashes(on: file)
      let reader = try ResultsReader.forReaders(file)
      let chosen = try chosenFindings(reader)
      let table = try FindingTable(
        reader, schema: ExperimentSchema.section, needs: chosen.flatMap { $0.needs })
      let verdicts = try chosen.map { try Verdict($0, on: table) }
      if json {
        print(try jsonText(verdictReport(verdicts, table)))
      } else {
        for verdict in verdicts { print(verdict.text + "\n") }
        if let note = incompleteness(of: table) { print(note) }
      }
      guard verdicts.allSatisfy(\.passes) else { throw ExitCode(1) }
    }
  }

  private func chosenFindings(_ reader: borrowing ResultsReader) throws -> [any Finding.Type] {
    let plan = try SweepPlan(
      text: reader.header.sweep, file: file, schema: ExperimentSchema.section)
    let names = findings.isEmpty ? plan.findings : findings
    guard !names.isEmpty else { throw InspectionError.noFindings(path: file) }
    return try names.map { name in
      guard let finding = FindingCatalogue.all[name] else {
        throw InspectionError.unknownFinding(name, available: FindingCatalogue.all.names)
      }
      return finding
    }
  }
}

extension Verdict {
  /// The verdict as text for people: the finding, then a line for each statistic.
  var text: String {
    func column(_ title: String, _ cell: (Statistic) -> String) -> TextTable.Column {
      TextTable.Column(
        title: title, alignment: .left, cells: statistics.map(cell), isEssential: true)
    }
    let table = TextTable(columns: [
      column("") { $0.passes ? "pass" : "MISS" },
      column("statistic", \.name),
      column("value") { NumberFormat.table($0.value) },
      column("mark", \.criterion.description),
      column("reported, or why there is no value", \.remark),
    ])
    return "\(passes ? "pass" : "MISS")  \(name): \(title) (\(reference))\n"
      + table.lines(width: nil).lines.map { "  \($0)\n" }.joined()
  }
}

/// How many trials are not complete, by status, and what follows for the statistics; nil where all are complete.
private func incompleteness(of table: FindingTable) -> String? {
  let counts = counts(of: table).map { "\($0.count) \($0.status.name)" }
  return counts.isEmpty
    ? nil
    : "of \(table.trials.count) trials \(counts.joined(separator: ", ")): statistics of which they are a part are NaN; "
      + "see dynsweep show"
}

/// The number of trials of each status other than complete; statuses that no trial has are left out.
private func counts(of table: FindingTable) -> [(status: TrialStatus, count: Int)] {
  TrialStatus.allCases.filter { $0 != .complete }.map { status in
    (status, table.trials.count { $0.status == status })
  }.filter { $0.1 > 0 }
}

private func verdictReport(_ verdicts: [Verdict], _ table: FindingTable) -> JSONValue {
  let counts = counts(of: table)
  let incomplete = counts.reduce(0) { $0 + $1.count }
  return .object([
    "passes": .boolean(verdicts.allSatisfy(\.passes)),
    "trials": .integer(table.trials.count),
    "incomplete_trials": .integer(incomplete),
    "not_complete": .object(
      Dictionary(uniqueKeysWithValues: counts.map { ($0.status.name, JSONValue.integer($0.count)) })
    ),
    "findings": .list(
      verdicts.map { verdict in
        .object([
          "name": .text(verdict.name), "title": .text(verdict.title),
          "reference": .text(verdict.reference), "passes": .boolean(verdict.passes),
          "statistics": .list(verdict.statistics.map(statisticReport)),
        ])
      }),
  ])
}

private func statisticReport(_ statistic: Statistic) -> JSONValue {
  .object([
    "name": .text(statistic.name), "value": .number(statistic.value),
    "mark": .text(statistic.criterion.description), "passes": .boolean(statistic.passes),
    "reported": statistic.reported.map(JSONValue.text) ?? .null,
    "reason": statistic.reason.map(JSONValue.text) ?? .null,
  ])
}
