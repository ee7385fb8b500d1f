import Foundation
import OutsidePrograms
import Records
import Schema
import SweepFiles
import TestSupport

/// The part of sweep files that is about programs.
let programSchema = Section([
  Entry("program", .optional(OutsideProgram.section), "the program"),
  Entry("parameters", .free, "what it is told"),
])

/// The program of a sweep's first trial.
func program(of sweep: String) throws -> OutsideProgram {
  let plan = try SweepPlan(text: sweep, file: "test.yaml", schema: programSchema)
  let settings = plan.configuration(of: 0).settings
  return try OutsideProgram(
    settings.section("program"), parameters: settings.optionalSection("parameters"))
}

/// A shell script as the program of a trial, with a number and a list of three as its quantities and at most four rows.
struct Scene {
  let folder: String
  private let program: OutsideProgram
  private(set) var rows: [CheckpointRecord] = []

  init(
    _ script: String, in folder: String, silence: String = "60", parameters: String = "{}"
  ) throws {
    self.folder = folder
    let file = "\(folder)/program.sh"
    try script.write(toFile: file, atomically: true, encoding: .utf8)
    program = try OutsideProgramsTests.program(
      of: """
        program:
          command: [sh, "\(file)", "\(folder)"]
          quantities: {train_loss: {units: nat, long_name: loss}, spectrum: {length: 3}}
          checkpoints: 4
          silence: \(silence)
        parameters: \(parameters)
        """)
  }

  /// Runs one attempt.
  ///
  /// - Parameter condition: Asked at each heartbeat with the number of rows; where it holds, the trial is left.
  mutating func run(
    attempt: Attempt = 1, snapshots: String? = nil,
    leavingWhen condition: (Int) -> Bool = { _ in false }
  ) throws -> TrialOutcome {
    let start = ProgramStart(
      trial: 7, replicate: 2, attempt: attempt, seed: 12345, folder: snapshots)
    var found: [CheckpointRecord] = []
    defer { rows = found }
    return try program.run(start) { _, count in
      if condition(count) { throw Left() }
    } report: {
      found.append($0)
    }
  }
}

/// Thrown where a test leaves a trial.
struct Left: Error {}

/// The outcome of a script's only attempt.
func outcome(of script: String, silence: String = "60") throws -> TrialOutcome {
  try withTemporaryDirectory { folder in
    var scene = try Scene(script, in: folder, silence: silence)
    return try scene.run()
  }
}

/// Whether a process of this number runs.
func isRunning(_ identifier: Int32) -> Bool {
  guard let text = try? String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8),
    let end = text.lastIndex(of: ")")
  else { return false }
  return !text[end...].hasPrefix(") Z")
}
