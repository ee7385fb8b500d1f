import Foundation
import Schema
@testable import Tasks
import Testing

@Test func `the floor of the documented setting is 0·80426 nats`() throws {
  let task = try #require(try makeTask("lag-echo") as? LagEchoTask)
  #expect(abs(task.lossFloor - 0.80426) < 5e-6)  // The five digits given.
  #expect(abs(task.memorylessLoss - 2.0794) < 5e-5)
  #expect(task.batchSize == 32 && task.length == 60 && task.inputSize == 8)
  #expect(task.scoredSteps == 8..<60)
}

@Test func `a sequence that always repeats has floor zero, one that never does the entropy`() throws
{
  let always = try #require(
    try makeTask("lag-echo", ["echo_probability": .real(1)]) as? LagEchoTask)
  let never = try #require(
    try makeTask("lag-echo", ["echo_probability": .real(0)]) as? LagEchoTask)
  #expect(always.lossFloor == 0)
  #expect(abs(never.lossFloor - log(8)) < 1e-14)  // rounding
}

@Test func `targets are the inputs one step on`() throws {
  let task = try makeTask("lag-echo")
  let batch = task.training(1)
  for column in 0..<32 {
    let inputs = task.symbols(batch.inputs, width: 8, column: column)
    let targets = task.symbols(batch.targets, width: 8, column: column)
    #expect(inputs.count == 60 && targets.count == 52)
    #expect(Array(inputs[9...]) == Array(targets[..<51]))
    #expect(targets[51] != nil)
  }
}

@Test func `a sequence that always repeats is periodic, its last target included`() throws {
  let task = try makeTask("lag-echo", ["echo_probability": .real(1), "lag": .integer(5)])
  let batch = task.training(1)
  for column in 0..<32 {
    let inputs = task.symbols(batch.inputs, width: 8, column: column)
    let targets = task.symbols(batch.targets, width: 8, column: column)
    let sequence = inputs + [targets.last ?? nil]
    #expect(Array(sequence[5...]) == Array(sequence[..<56]))
  }
}

/// The log loss of the true conditional distribution, over samples, is the floor.
@Test func `the best predictor's loss is the floor`() throws {
  let task = try #require(try makeTask("lag-echo", seed: 11) as? LagEchoTask)
  var loss = 0.0
  var count = 0
  for step in 0..<20 {
    let batch = task.training(step)
    for column in 0..<32 {
      let inputs = task.symbols(batch.inputs, width: 8, column: column)
      let targets = task.symbols(batch.targets, width: 8, column: column)
      for (offset, target) in targets.enumerated() {
        loss -= log(target == inputs[8 + offset + 1 - 8] ? 0.825 : 0.025)
        count += 1
      }
    }
  }
  // One sample's deviation is √(0.825·0.175)·ln 33 = 1.33 nats: four standard errors of 33 280 samples.
  #expect(count == 33_280)
  #expect(abs(loss / Double(count) - task.lossFloor) < 4 * 1.33 / 33_280.0.squareRoot())
}

@Test func `a probe goes on echoing without a seam`() throws {
  let task = try makeTask("lag-echo", ["echo_probability": .real(1), "length": .integer(10)])
  let probe = task.probe(trajectories: 3, steps: 200)
  for column in 0..<3 {
    let symbols = task.symbols(probe, width: 8, column: column, of: 3)
    #expect(symbols.count == 200)
    #expect(Array(symbols[8...]) == Array(symbols[..<192]))
  }
}

@Test func `a sequence no longer than the lag is refused`() {
  let expected = TaskError.unsuitable(
    setting: "length", found: "8", expected: "more than the lag of 8")
  #expect(throws: expected) { try makeTask("lag-echo", ["length": .integer(8)]) }
}
