import Judging
import Findings
import ArgumentParser
import Experiment
import Figures
import FileOwnership
import Foundation
import Publishing
import Report
import Results
import Runs
import Schema
import SweepFiles

/// `dynsweep report`: a results file drawn as a page of figures.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract:
      "Draws a results file as one self-contained page of figures, or tells its methods for a paper.",
    discussion: """
      Writes DIR/index.html, which opens without a network, reads well on paper, on a phone, on light and dark \
      screens, and DIR/figures/*.svg, its figures one by one. Shown are the findings that the sweep names with their \
      verdicts, losses and observables against step and against each axis, spectra as curves and maps, dimension \
      and loss on one time axis, and the best trials. Everything is gathered by level of an axis, so the page stays \
      small however many trials there are. The file may be unfinished.

      Figures are drawn by gnuplot (cluster/setup.sh installs it; DYNSWEEP_GNUPLOT names another).

      With --methods nothing is drawn: a paragraph and tables for a paper are written as Markdown, on standard output or       to the file that -o names, with trials, axes, seeds, settings, what became of the trials, machines, times, and       software with how to cite it. They say what FILE.h5 says, and nothing else.

      Examples:
        $ dynsweep report quickstart.h5 -o quickstart-report
        $ dynsweep report quickstart.h5 --methods > methods.md

      A figure that gnuplot cannot draw is a line on the page.

      Exit codes: 0 done; 65 the file cannot be read; 69 there is no gnuplot; 73 DIR cannot be written.
      """)

  @Argument(help: ArgumentHelp("A results file.", valueName: "FILE.h5"))
  var file: String

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp(
      "Where to write; made where missing. Without it, beside FILE.h5 in FILE-report. With --methods, a file.",
      valueName: "DIR"))
  var output: String?

  @Flag(help: "Write the methods for a paper, as Markdown, instead.")
  var methods = false

  func run() throws {
    try reported {
      if methods { return try writeMethods() }
      let gnuplot = try Gnuplot()
      guardAgainstCrashes(on: file)
      let reader = try ResultsReader.forReaders(file)
      let page = try ReportPage(reader, findings: try judged(reader), gnuplot: gnuplot)
      let folder = output ?? Self.folder(of: file)
      for failure in page.failures { Console.say("dynsweep: left out of the page: \(failure)") }
      try write(page, to: URL(fileURLWithPath: folder, isDirectory: true))
      print("\(folder)/index.html")
    }
  }

  private func writeMethods() throws {
    let text = try guardedAgainstCrashes(on: file) {
      MethodsText(try RecordedSweep(try ResultsReader.forReaders(file))).text
    }
    guard let output else { return print(text, terminator: "") }
    do { try Data(text.utf8).write(to: URL(fileURLWithPath: output), options: .atomic) } catch {
      throw ResultsError.cannotCreate(
        path: output, reason: (error as NSError).localizedDescription)
    }
  }

  static func folder(of file: String) -> String {
    (file.hasSuffix(".h5") ? String(file.dropLast(3)) : file) + "-report"
  }

  private func judged(_ reader: borrowing ResultsReader) throws -> [EvaluatedFinding] {
    let plan = try SweepPlan(
      text: reader.header.sweep, file: file, schema: ExperimentSchema.section)
    guard !plan.findings.isEmpty else { return [] }
    let table = try FindingTable(
      reader, schema: ExperimentSchema.section,
      needs: plan.findings.flatMap { FindingCatalogue.all[$0]?.needs ?? [] })
    return try plan.findings.compactMap { name in
      guard let finding = FindingCatalogue.all[name] else {
        Console.say(
          "dynsweep: the sweep names a finding \"\(name)\" that this program does not know")
        return nil
      }
      return EvaluatedFinding(
        try Verdict(finding, on: table), figures: finding.figures(of: table.complete))
    }
  }

  private func write(_ page: ReportPage, to folder: URL) throws {
    let figures = folder.appendingPathComponent("figures", isDirectory: true)
    do {
      try FileManager.default.createDirectory(at: figures, withIntermediateDirectories: true)
      for drawing in page.drawings {
        try Data(drawing.svg.utf8).write(
          to: figures.appendingPathComponent("\(drawing.name).svg"), options: .atomic)
      }
      try Data(page.html.utf8).write(
        to: folder.appendingPathComponent("index.html"), options: .atomic)
    } catch {
      throw ResultsError.cannotCreate(
        path: folder.path, reason: (error as NSError).localizedDescription)
    }
  }
}
