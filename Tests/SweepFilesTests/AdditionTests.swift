import Foundation
import Schema
import SweepFiles
import TestSupport
import Testing

/// Observables that are added to a sweep that is recorded.
@Suite struct AdditionTests {
  private func added(_ text: String, to sweep: String) throws -> SweepPlan {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/more.yaml"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      do {
        return try SweepAddition(contentsOf: path).added(to: plan(sweep), comment: "more")
      } catch let error as SweepError {
        #expect(error.file == path)
        throw error
      }
    }
  }

  /// What is said of `text`, without the file's name.
  private func mistakes(_ text: String, in sweep: String) throws -> String {
    do {
      _ = try added(text, to: sweep)
      return ""
    } catch let error as SweepError {
      return error.problems.map(\.description).joined(separator: "\n")
    }
  }

  @Test(arguments: [
    exampleText,
    """
    seeds: [4, 2]
    task: {name: {grid: [copy, fashion-rows]}, batch: {linear: [8, 16, 3]}}
    model: {cell: {grid: [rnn, lstm]}, width: {random: {log_uniform: [8, 64]}, samples: 3}, activation: relu}
    only: ["width > 8 and cell == 'rnn'"]
    zip: [[task.batch, model.width]]
    observe: {lyapunov: {steps: {grid: [5, 6]}}}
    """,
    """
    design: {sobol: 4, over: [width, learning_rate]}
    task: copy
    model: {width: {integer: [4, 64]}}
    training: {learning_rate: {log: [1e-4, 1e-1]}}
    observe:
    """,
  ])
  func `the sweep is the one that has it from the start`(_ sweep: String) throws {
    let early = sweep.split(separator: "\n").filter { !$0.contains("effective_rank") }
      .joined(separator: "\n")
    let whole = try plan(
      sweep.contains("effective_rank")
        ? sweep.replacing("effective_rank: {}", with: "effective_rank: {epsilon: 1e-3}")
        : sweep.replacing("observe: {", with: "observe: {effective_rank: {epsilon: 1e-3}, ")
          .replacing("observe:\n", with: "observe: {effective_rank: {epsilon: 1e-3}}\n")
          + (sweep.hasSuffix("observe:") ? " {effective_rank: {epsilon: 1e-3}}" : ""))
    let found = try added("observe: {effective_rank: {epsilon: 1e-3}}\n", to: early)
    #expect(found == whole)
    #expect(found.text.hasPrefix("# more\nname: "))
    // Its text is a sweep file of the same plan, and it has the trials of the early sweep with their seeds.
    #expect(try plan(found.text) == whole)
    let before = try plan(early)
    #expect(found.trialCount == before.trialCount)
    for trial in 0..<before.trialCount {
      #expect(found.configuration(of: trial).seed == before.configuration(of: trial).seed)
      for axis in before.axes.indices {
        #expect(found.axisValue(axis, trial: trial) == before.axisValue(axis, trial: trial))
      }
    }
  }

  @Test func `mistakes are told of the place where they are written`() throws {
    let sweep = "task: copy\nobserve: {lyapunov: {}}\n"
    let alone = "expected observe: {…} alone, with the observables to add"
    let cases = [
      (
        "observe: {lyapunov: {steps: 3}}",
        "1:11: lyapunov is recorded already; expected an observable that the sweep lacks"
      ),
      (
        "observe: {effective_rank: {epsilon: {grid: [1, 2]}}}",
        "1:37: an axis in what is added; expected one value, since an axis makes new trials"
      ),
      (
        "name: a\nobserve: {effective_rank: {}}\nseed: 3",
        "1:1: \"name\" would change trials that are recorded; \(alone)\n"
          + "3:1: \"seed\" would change trials that are recorded; \(alone)"
      ),
      ("observe: {}", "1:10: nothing to add; expected observe: {…} with an observable in it"),
      ("{}", "1:1: nothing to add; expected observe: {…} with an observable in it"),
      (
        "\nobserve:\n  effective_rank: {epsilon: 0}",
        "3:29: observe.effective_rank.epsilon is 0; expected a number above 0"
      ),
      (
        "observe: {effective_rang: {}}",
        "1:11: unknown key \"effective_rang\" in observe; expected lyapunov or effective_rank; "
          + "did you mean \"effective_rank\"?"
      ),
      (
        "observe: [effective_rank]",
        "1:10: nothing to add; expected observe: {…} with an observable in it"
      ),
    ]
    for (text, message) in cases { #expect(try mistakes(text, in: sweep) == message) }
  }
}
