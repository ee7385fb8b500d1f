import ArgumentParser
import Experiment
import Findings
import Results
import Schema
import Sweep

/// `dynsweep verify`: whether the results show what a paper found.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Tells whether the findings that a sweep names show in its results.",
    discussion: """
      A finding is a paper's headline result as statistics over a finished results file, each with a pass mark. A \
      sweep names its findings under `findings`. The statistics are printed with their marks and, beside them, what \
      the paper or a pilot reported.

      Findings: \(FindingCatalogue.names.joined(separator: ", ")).

      Example: $ dynsweep verify lyapunov-random.h5

      Exit codes: 0 all pass; 1 a mark is missed, or trials are not complete; 65 the file cannot be read, or names \
      no finding.
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
    try Failure.reported {
      let reader = try ResultsReader(file)
      let chosen = try chosenFindings(reader)
      let table = try FindingTable(reader, schema: ExperimentSchema.section)
      let verdicts = try chosen.map { try Verdict($0, on: table) }
      let open = table.trials.count { !$0.status.isClosed || $0.status == .failed }
      if json {
        print(try dynsweep.json(verdictReport(verdicts, incomplete: open)))
      } else {
        for verdict in verdicts { print(verdict.text + "\n") }
        if open > 0 {
          print("\(open) of \(table.trials.count) trials are not complete; see dynsweep show")
        }
      }
      guard open == 0, verdicts.allSatisfy(\.passes) else { throw ExitCode(1) }
    }
  }

  private func chosenFindings(_ reader: borrowing ResultsReader) throws -> [any Finding.Type] {
    let plan = try SweepPlan(
      text: reader.header.sweep, file: file, schema: ExperimentSchema.section)
    let names = findings.isEmpty ? plan.findings : findings
    guard !names.isEmpty else { throw InspectionError.noFindings(path: file) }
    return try names.map { name in
      guard let finding = FindingCatalogue.finding(name) else {
        throw InspectionError.unknownFinding(name, available: FindingCatalogue.names)
      }
      return finding
    }
  }
}

extension Verdict {
  /// For people: the finding, then a line for each statistic.
  var text: String {
    func column(_ title: String, _ cell: (Statistic) -> String) -> TextTable.Column {
      TextTable.Column(
        title: title, alignment: .left, cells: statistics.map(cell), isEssential: true)
    }
    let table = TextTable(columns: [
      column("") { $0.passes ? "pass" : "MISS" },
      column("statistic", \.name),
      column("value") { NumberText.short($0.value) },
      column("mark", \.mark.description),
      column("reported") { $0.reported ?? "" },
    ])
    return "\(passes ? "pass" : "MISS")  \(name): \(title) (\(reference))\n"
      + table.lines(width: nil).lines.map { "  \($0)\n" }.joined()
  }
}

private func verdictReport(_ verdicts: [Verdict], incomplete: Int) -> JSONValue {
  .object([
    "passes": .boolean(incomplete == 0 && verdicts.allSatisfy(\.passes)),
    "incomplete_trials": .integer(incomplete),
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
    "mark": .text(statistic.mark.description), "passes": .boolean(statistic.passes),
    "reported": statistic.reported.map(JSONValue.text) ?? .null,
  ])
}

/// Refuses a sweep that names a finding that there is not.
func checkFindings(of plan: SweepPlan) throws(SweepError) {
  let known = FindingCatalogue.names
  guard let unknown = plan.findings.first(where: { !known.contains($0) }) else { return }
  let nearest = nearestName(to: unknown, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
  throw plan.mistake(
    "there is no finding \"\(unknown.clipped)\"\(nearest)", expected: "one of \(listed(known))",
    at: "findings")
}
