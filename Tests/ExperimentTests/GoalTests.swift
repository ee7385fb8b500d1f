import Experiment
import Foundation
import Records
import Testing
import Training

/// Trials whose training ends at a loss.
@Suite struct GoalTests {
  private static func text(_ goal: String) -> String {
    """
    task: {name: flip-flop, bits: 1, length: 4, batch: 16, validation_samples: 16}
    model: {width: 8}
    training: {steps: 240, learning_rate: 1e-2, \(goal)checkpoints: {count: 13, spacing: linear}}
    observe: {goal: {}, change_from_start: {}}
    keep: {weights: all}
    """
  }

  @Test func `a net that has come to the goal stays as it is, and its checkpoints go on`() throws {
    let found = try courses(Self.text("stop_below: 0.6, "))
    let steps = try #require(found["steps_to_goal"]).map { $0[0] }
    let change = try #require(found["weight_change"]).map { $0[0] }
    let end = try #require(steps.last)
    // From a loss of 1 the running mean needs some steps; 240 are plenty.
    #expect(end > 10 && end < 220 && steps.count == 13)
    for (index, step) in steps.enumerated() {
      let isThere = Double(20 * index) >= end
      #expect(isThere ? step == end : step.isNaN)
      #expect((change[index] == change[12]) == isThere)
    }
    let free = try courses(Self.text(""))
    #expect(try #require(free["steps_to_goal"]).allSatisfy { $0[0].isNaN })
    let others = try #require(free["weight_change"]).map { $0[0] }
    #expect(others[1] == change[1] && others[12] > change[12])
  }

  @Test(arguments: [0, 60, 239])
  func `a trial that goes on from a saved state ends as the calm one`(_ step: Int) throws {
    let trial = try trial(Self.text("stop_below: 0.6, "))
    var saved: SavedTrial?
    var calm: [CheckpointRecord] = []
    _ = try trial.run(
      heartbeat: { made, state in if made == step, saved == nil { saved = state() } },
      report: { calm.append($0) })
    let state = try #require(saved)
    #expect(trial.accepts(state))
    var rest: [CheckpointRecord] = []
    _ = try trial.run(from: state) { rest.append($0) }
    #expect(!rest.isEmpty)
    for (one, other) in zip(rest, calm.suffix(rest.count)) {
      #expect(one.step == other.step && one.kept == other.kept)
      #expect(zip(one.values, other.values).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN })
    }
  }
}
