import Experiment
import Records
import Schema
import SweepFiles
import Testing

private func trial(of text: String, _ index: Int = 0) throws -> any Trial {
  let plan = try SweepPlan(text: text, file: "test.yaml", schema: ExperimentSchema.section)
  let configuration = plan.configuration(of: index)
  return try ExperimentSchema.trial(configuration.settings, seed: configuration.seed)
}

@Suite struct ProgramTests {
  private let program = """
    program:
      command: [sh, -c, 'echo "{\\"step\\": 0, \\"b\\": 2}"; echo "{\\"step\\": 9, \\"a\\": [1, 3]}"']
      quantities: {b: {units: s, long_name: second}, a: {length: 2}}
      checkpoints: 3
    """

  @Test func `a program is run in place of a net`() throws {
    let trial = try trial(of: program + "\nparameters: {rate: {grid: [1, 2]}}", 1)
    var rows: [CheckpointRecord] = []
    let outcome = try trial.run(
      from: nil, heartbeat: { _, _ in }, observingHeartbeat: { _, _ in },
      report: { rows.append($0) })
    #expect(outcome == .complete(steps: 9))
    #expect(rows.map(\.step) == [0, 9] && rows[1].values.prefix(2) == [1, 3])
    #expect(
      trial.quantities == [
        Quantity("a", dimensions: [Quantity.Dimension("a_place", size: 2)], longName: "a"),
        Quantity("b", units: "s", longName: "second"),
      ])
    #expect(trial.checkpointCount == 3 && trial.parameterCount == -1 && trial.flops == 0)
  }

  @Test func `the states of a program count its rows`() throws {
    let trial = try trial(of: program)
    var states: [SavedTrial] = []
    _ = try trial.run(
      from: SavedTrial(step: 9, nextCheckpoint: 2, parameters: [], optimizerState: []),
      heartbeat: { _, state in states.append(state()) }, observingHeartbeat: { _, _ in },
      report: { _ in })
    #expect(states.allSatisfy(trial.accepts))
    // Those of the earlier attempt, until the first comes again.
    #expect(states.first?.nextCheckpoint == 2)
    let foreign = SavedTrial(step: 0, nextCheckpoint: 4, parameters: [], optimizerState: [])
    #expect(!trial.accepts(foreign))
  }

  @Test(arguments: [
    ("task: copy", "task"),
    ("theory: {name: single_index, step_size: 0.1}", "theory"), ("model: {width: 8}", "model"),
    ("training: {steps: 3}", "training"), ("observe: {effective_rank: {}}", "observe"),
    ("keep: {weights: final}", "keep"),
  ])
  func `what a program does not use is refused`(_ text: String, _ section: String) throws {
    do {
      _ = try trial(of: "\(program)\n\(text)")
      Issue.record("\(section) was accepted")
    } catch let error as ExperimentError {
      #expect(error.path == section)
      #expect("\(error)".hasPrefix("\(section) has no meaning beside a program; leave it out"))
    }
  }

  @Test func `parameters without a program are refused`() throws {
    do {
      _ = try trial(of: "task: copy\nparameters: {a: 1}")
      Issue.record("parameters were accepted")
    } catch let error as ExperimentError { #expect(error.path == "parameters") }
  }

  @Test func `a program that is not here is told at its place`() throws {
    do {
      _ = try trial(
        of: "program: {command: [no-such-program], quantities: {a: {}}, checkpoints: 1}")
      Issue.record("no program was accepted")
    } catch let error as ExperimentError { #expect(error.path == "program.command") }
  }
}

/// Mistakes in the mapping of a program, as the author of the sweep file is told.
@Suite struct BrokenProgramSettingsTests {
  @Test(arguments: [
    (
      "program: {command: [sh], checkpoints: 3}",
      "test.yaml:1:10: program.quantities is missing; expected a mapping of names to mappings of "
    ),
    (
      "program: {command: [sh], quantities: {}, checkpoints: 3}",
      "test.yaml:1:38: program.quantities is an empty mapping; expected a mapping of names to "
    ),
    (
      "program: {command: [sh], quantities: {a: {}}}",
      "test.yaml:1:10: program.checkpoints is missing; expected a whole number from 1 to 1000000"
    ),
    (
      "program: {command: sh, quantities: {a: {}}, checkpoints: 3}",
      "test.yaml:1:20: program.command is sh; expected a list of values, each text"
    ),
    (
      "program: {command: [sh], quantities: {a-b: {}}, checkpoints: 3}",
      "test.yaml:1:39: the name a-b in program.quantities; expected a letter, then at most 63 "
    ),
    (
      "program: {command: [sh], quantities: {a: {lenght: 3}}, checkpoints: 3}",
      "test.yaml:1:43: unknown key \"lenght\" in program.quantities.a; expected units, "
    ),
    (
      "program: {command: [sh], quantities: {a: {length: 0}}, checkpoints: 3}",
      "test.yaml:1:51: program.quantities.a.length is 0; expected "
    ),
    (
      "program: {command: [sh], quantities: {a: {}}, checkpoints: 3, silence: 0}",
      "test.yaml:1:72: program.silence is 0; expected "
    ),
  ])
  func `each is told with its place`(_ text: String, _ words: String) throws {
    do {
      _ = try SweepPlan(text: text, file: "test.yaml", schema: ExperimentSchema.section)
      Issue.record("\(text) was accepted")
    } catch { #expect("\(error)".hasPrefix(words), "\(error)") }
  }
}
