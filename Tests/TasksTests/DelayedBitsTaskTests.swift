import Schema
import Tasks
import Testing

@Suite struct DelayedBitsTaskTests {
  @Test func `copy's targets are the bits of some steps ago`() throws {
    let task = try makeTask(
      "delayed-copy", ["delay": .integer(3), "length": .integer(10), "batch": .integer(4)])
    #expect(task.scoredSteps == 3..<10 && task.loss == .logistic && task.measuresAccuracy)
    let batch = task.training(2)
    #expect(batch.targets == Array(batch.inputs.prefix(7 * 4)))
    #expect(Set(batch.inputs) == [0, 1])
    #expect(batch != task.training(3) && batch == task.training(2))
  }

  @Test func `exclusive or's targets tell whether two bits of the past differ`() throws {
    let task = try makeTask(
      "delayed-xor", ["delay": .integer(2), "length": .integer(9), "batch": .integer(4)])
    #expect(task.scoredSteps == 4..<9)
    let batch = task.validation(0)
    for (row, target) in batch.targets.enumerated() {
      // Row i·4 + b is step 4 + i of sequence b.
      let differs = batch.inputs[row + 2 * 4] != batch.inputs[row]
      #expect(target == (differs ? 1 : 0))
    }
  }

  @Test func `a sequence without a step to score is refused`() {
    #expect(throws: TaskError.self) {
      try makeTask("delayed-xor", ["delay": .integer(5), "length": .integer(10)])
    }
    #expect(throws: Never.self) {
      try makeTask("delayed-copy", ["delay": .integer(5), "length": .integer(6)])
    }
  }

  @Test func `silence is silent`() throws {
    let task = try makeTask("silence", ["length": .integer(3)])
    #expect(task.training(0) == Batch(inputs: [0, 0, 0], targets: [0]))
    #expect(task.probe(trajectories: 2, steps: 5) == [Double](repeating: 0, count: 10))
  }
}
