import Foundation
import Schema
@testable import Tasks
import Testing

/// The definition of Arjovsky et al. 2016, section 5.1, written out sequence by sequence.
@Test func `the payload is due after the delay and the cue`() throws {
  let task = try makeTask(
    "copy",
    ["delay": .integer(5), "payload": .integer(3), "symbols": .integer(4), "batch": .integer(16)])
  #expect(task.length == 11)
  let (blank, cue) = (4, 5)
  let batch = task.training(2)
  for column in 0..<16 {
    let inputs = task.symbols(batch.inputs, width: 6, column: column).compactMap { $0 }
    let targets = task.symbols(batch.targets, width: 5, column: column).compactMap { $0 }
    let payload = Array(inputs.prefix(3))
    #expect(payload.allSatisfy { $0 < 4 })
    #expect(inputs == payload + [blank, blank, blank, blank, cue, blank, blank, blank])
    #expect(targets == Array(repeating: blank, count: 8) + payload)
  }
}

@Test func `scoring the recall leaves the payload alone as target`() throws {
  let task = try makeTask("copy", ["scored": .text("recall"), "batch": .integer(4)])
  #expect(task.scoredSteps == 110..<120)
  let batch = task.validation(1)
  for column in 0..<4 {
    let inputs = task.symbols(batch.inputs, width: 10, column: column)
    #expect(task.symbols(batch.targets, width: 9, column: column) == Array(inputs.prefix(10)))
  }
}

@Test func `payload symbols are uniform`() throws {
  let task = try makeTask("copy", ["batch": .integer(1000)], seed: 3)
  let batch = task.training(0)
  var counts = [Int](repeating: 0, count: 8)
  for column in 0..<1000 {
    for symbol in task.symbols(batch.inputs, width: 10, column: column).prefix(10) {
      counts[try #require(symbol)] += 1
    }
  }
  let chiSquared = counts.reduce(0) { $0 + pow(Double($1) - 1250, 2) / 1250 }
  #expect(chiSquared < 24.3)  // The 0.999 quantile with 7 degrees of freedom; the seed is fixed.
}

@Test func `a net without memory loses the payload's entropy`() throws {
  let all = try #require(try makeTask("copy") as? CopyTask)
  let recall = try #require(try makeTask("copy", ["scored": .text("recall")]) as? CopyTask)
  #expect(abs(all.memorylessLoss - 10 * log(8) / 120) < 1e-15)  // rounding
  #expect(abs(recall.memorylessLoss - log(8)) < 1e-15)
}

@Test func `a probe of copies is one sequence after the other`() throws {
  let task = try makeTask(
    "copy",
    ["delay": .integer(2), "payload": .integer(2), "symbols": .integer(3), "batch": .integer(1)])
  let probe = task.probe(trajectories: 2, steps: 15)
  for column in 0..<2 {
    let symbols = task.symbols(probe, width: 5, column: column, of: 2).compactMap { $0 }
    #expect(symbols.count == 15)
    for (step, symbol) in symbols.enumerated() {
      switch step % 6 {
      case 0, 1: #expect(symbol < 3)
      case 3: #expect(symbol == 4)
      default: #expect(symbol == 3)
      }
    }
  }
}
