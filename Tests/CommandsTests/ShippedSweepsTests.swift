import Experiment
import Foundation
import Judging
import Orchestration
import Results
import Runs
import Schema
import SweepFiles
import TestSupport
import Testing

private let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()

/// Files below `folder` of the repository whose names end so.
private func files(_ folder: String, ending suffix: String) throws -> [String] {
  try FileManager.default.subpathsOfDirectory(
    atPath: repository.appendingPathComponent(folder).path
  )
  .filter { $0.hasSuffix(suffix) }.sorted().map { "\(repository.path)/\(folder)/\($0)" }
}

/// What the repository itself says must hold by the program's own rules.
@Suite struct ShippedSweepsTests {
  /// Plans a sweep and sets one trial of each kind up.
  private func check(_ text: String, file: String) throws {
    let plan = try SweepPlan(text: text, file: file, schema: ExperimentSchema.section)
    try plan.checkFindings()
    let profile = try SweepProfile(plan)
    #expect(plan.trialCount > 0 && profile.checkpointCount > 0, "\(file)")
  }

  @Test func `every sweep of the repository can be planned`() throws {
    let sweeps = try files("sweeps", ending: ".yaml")
    #expect(sweeps.count > 20)
    try withTemporaryDirectory { folder in
      // In place of a text that the repository does not hold.
      let book = "\(folder)/book.txt"
      let words = try String(contentsOfFile: "\(repository.path)/README.md", encoding: .utf8)
      try String(repeating: words, count: 40).write(toFile: book, atomically: true, encoding: .utf8)
      for file in sweeps {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try check(text.replacing("war-and-peace.txt", with: book), file: file)
      }
    }
  }

  @Test func `the README's sweep file can be planned`() throws {
    let text = try readmeSnippet("yaml")
    #expect(text.hasPrefix("name: "))
    try check(text, file: "README.md")
  }

  @Test func `every setting that a finding names is one of the schema`() throws {
    let setting = #/"((?:task|model|training|observe|theory)(?:\.[a-z_]+)+)"/#
    let sources = try ["Judging", "RecurrentFindings", "LearningFindings"].flatMap {
      try files("Sources/\($0)", ending: ".swift")
    }
    let paths = try sources.flatMap { file in
      try String(contentsOfFile: file, encoding: .utf8).matches(of: setting).map { "\($0.1)" }
    }
    #expect(Set(paths).count > 30)
    for path in Set(paths).sorted() {
      // It throws where there is none, and says which is nearest.
      let words = try sweepReference(schema: ExperimentSchema.section, at: path)
      #expect(!words.isEmpty, "\(path)")
    }
  }

  @Test func `plan and the results file call an axis by the same name, and conditions know it`()
    throws
  {
    // `epsilon_rank` brings a dimension of the name `threshold`.
    let text = """
      task: {name: copy, batch: 2}
      model: {width: {grid: [4, 6]}}
      training: {steps: 1, checkpoints: {count: 2}}
      observe: {gram_rank: {threshold: {grid: [1e-3, 1e-2]}}, epsilon_rank: {}}
      exclude: {observe.gram_rank.threshold: 1e-3, width: 4}
      """
    try withTemporaryDirectory { folder in
      let (sweep, file) = ("\(folder)/a.yaml", "\(folder)/a.h5")
      try text.write(toFile: sweep, atomically: true, encoding: .utf8)
      let outcome = try dynsweep("plan", sweep, "--json")
      let plan = try JSONDecoder().decode(PlannedAxes.self, from: Data(outcome.output.utf8))
      #expect(plan.axes.map(\.name) == ["width", "observe.gram_rank.threshold"])
      #expect(try dynsweep("run", sweep, "-o", file, "--workers", "0", "-q").status == 0)
      let reader = try ResultsReader(file)
      #expect(try reader.axes().map(\.name) == plan.axes.map(\.name))
      let version = try dynsweep("--version").output.dropLast()
      #expect(reader.header.software == "dynsweep \(version)")
    }
  }
}

private struct PlannedAxes: Decodable {
  struct Axis: Decodable {
    let name: String
  }
  let axes: [Axis]
}
