import Foundation
import Schema
import Tasks
import Testing

private func makeBlanks(_ written: [String: SettingValue] = [:]) throws -> any LearningTask {
  try makeTask("stimulus-blanks", written, seed: 3)
}

@Suite struct StimulusBlanksTaskTests {
  /// The inputs of sequence `column` at `step`.
  private func row(_ batch: Batch, _ task: any LearningTask, step: Int, _ column: Int) -> [Double] {
    let start = (step * task.batchSize + column) * task.inputSize
    return Array(batch.inputs[start..<start + task.inputSize])
  }

  private func label(_ batch: Batch, _ column: Int) -> Int? {
    batch.targets[column * 10..<(column + 1) * 10].firstIndex(of: 1).map { $0 - column * 10 }
  }

  @Test func `after the stimulus there is nothing, and the answer is due at the last step`() throws
  {
    let task = try makeBlanks()
    let batch = task.training(0)
    #expect(task.length == 20 && task.scoredSteps == 19..<20 && task.delaySteps == 10..<20)
    for column in 0..<task.batchSize {
      for step in 0..<20 {
        let isBlank = row(batch, task, step: step, column).allSatisfy { $0 == 0 }
        #expect(isBlank == (step >= 10))
      }
      #expect(label(batch, column) != nil)
    }
  }

  @Test func `without noise there are as many patterns as prototypes, each of one class`() throws {
    let task = try makeBlanks(["noise": .real(0)])
    var classes: [[Double]: Set<Int>] = [:]
    for index in 0..<4 {
      let batch = task.validation(index)
      for column in 0..<task.batchSize {
        let pattern = (0..<10).flatMap { row(batch, task, step: $0, column) }
        classes[pattern, default: []].insert(try #require(label(batch, column)))
      }
    }
    // 256 draws of 20 patterns: one is missed with probability 20·0.95²⁵⁶ = 4e-5.
    #expect(classes.count == 20)
    #expect(classes.values.allSatisfy { $0.count == 1 })
    let perClass = Dictionary(grouping: classes.values.flatMap { $0 }) { $0 }
    #expect(perClass.count == 10 && perClass.values.allSatisfy { $0.count == 2 })
  }

  @Test func `prototypes and noise are normal numbers`() throws {
    let quiet = try makeBlanks(["noise": .real(0), "prototypes": .integer(100)])
    let loud = try makeBlanks(["noise": .real(2), "prototypes": .integer(100)])
    let (a, b) = (quiet.training(0), loud.training(0))
    let stimulus = 10 * 64 * 8
    let noise = zip(a.inputs, b.inputs).prefix(stimulus).map { $1 - $0 }
    for (numbers, deviation) in [(Array(a.inputs.prefix(stimulus)), 1.0), (noise, 2)] {
      let mean = numbers.reduce(0, +) / Double(stimulus)
      let square = numbers.reduce(0) { $0 + $1 * $1 } / Double(stimulus)
      // Four standard errors of 5120 numbers (of a mean 1/√n, of a variance √(2/n)).
      #expect(abs(mean) < 4 * deviation / 5120.0.squareRoot())
      #expect(
        abs(square - deviation * deviation) < 4 * deviation * deviation * (2 / 5120.0).squareRoot())
    }
  }

  @Test func `the same sequences come with any number of blanks`() throws {
    let ten = try makeBlanks(["blanks": .integer(10)])
    let none = try makeBlanks(["blanks": .integer(0)])
    #expect(none.length == 10 && none.delaySteps.isEmpty)
    #expect(none.training(5).inputs == Array(ten.training(5).inputs.prefix(10 * 64 * 8)))
    #expect(none.training(5).targets == ten.training(5).targets)
  }

  @Test func `a random onset keeps the pattern whole`() throws {
    let task = try makeBlanks(["onset": .text("random"), "noise": .real(0)])
    #expect(task.delaySteps.isEmpty)
    let batch = task.training(0)
    var onsets: Set<Int> = []
    for column in 0..<task.batchSize {
      let active = (0..<20).filter { step in
        row(batch, task, step: step, column).contains { $0 != 0 }
      }
      #expect(active.count == 10 && active.last == active[0] + 9)
      onsets.insert(active[0])
    }
    // 64 draws of 11 onsets: fewer than 8 different ones would be a freak (under 1e-6).
    #expect(onsets.count >= 8)
  }

  @Test func `batches depend on seed and step, and validation differs from training`() throws {
    let task = try makeBlanks()
    #expect(task.training(3) == task.training(3))
    #expect(task.training(3) != task.training(4))
    #expect(task.training(0) != task.validation(0))
    let probe = task.probe(trajectories: 2, steps: 50)
    let one = task.probe(trajectories: 1, steps: 50)
    let first = (0..<50).flatMap { step in probe[step * 16..<step * 16 + 8] }
    #expect(first == one)
  }
}
