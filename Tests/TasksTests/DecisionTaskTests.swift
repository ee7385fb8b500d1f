import LinearAlgebra
import Schema
import Tasks
import Testing

@Suite struct DecisionTaskTests {
  private func task(_ name: String) throws -> any LearningTask {
    try makeTask(
      name,
      ["noise": .real(0), "batch": .integer(200), "validation_samples": .integer(200)])
  }

  /// The inputs of a sequence, step by step.
  private func steps(_ task: any LearningTask, _ batch: Batch, _ column: Int) -> [[Double]] {
    (0..<8).map { step in
      let first = (step * task.batchSize + column) * task.inputSize
      return Array(batch.inputs[first..<first + task.inputSize])
    }
  }

  private func isFirst(_ channels: ArraySlice<Double>) -> Bool {
    channels[channels.startIndex] > channels[channels.startIndex + 1]
  }

  @Test(arguments: ["two-alternative", "delayed-match", "context-decision"])
  func `answers wait for the last step, and both are as likely`(_ name: String) throws {
    let task = try task(name)
    let batch = task.training(0)
    let answers = (0..<200).map { column in
      task.symbols(batch.targets, width: 3, column: column)
    }
    #expect(answers.allSatisfy { $0.dropLast().allSatisfy { $0 == 0 } && $0.last != 0 })
    // Five deviations of 200 fair coins.
    #expect(abs(answers.count { $0.last == 1 } - 100) < 36)
    for column in 0..<200 {
      #expect(steps(task, batch, column).map { $0[0] } == [1, 1, 1, 1, 1, 1, 1, 0])
    }
    #expect(task.training(0) == batch && task.training(1) != batch)
  }

  @Test func `the stimulus shows the direction, where it is coherent`() throws {
    let task = try task("two-alternative")
    let batch = task.training(0)
    var amplitudes: Set<Int> = []
    for column in 0..<200 {
      let rows = steps(task, batch, column)
      #expect(rows.dropLast().allSatisfy { $0 == rows[0] } && rows[7] == [0, 0, 0])
      #expect(abs(rows[0][1] + rows[0][2] - 1) < 1e-12)
      amplitudes.insert(Int((2000 * abs(rows[0][1] - 0.5)).rounded()))
      guard rows[0][1] != rows[0][2] else { continue }
      let answer = task.symbols(batch.targets, width: 3, column: column)[7]
      #expect(answer == (isFirst(rows[0][1...]) ? 1 : 2))
    }
    // Ten times the coherences.
    #expect(amplitudes == [0, 64, 128, 256, 512])
  }

  @Test func `a match is of the first stimulus and the last`() throws {
    let task = try task("delayed-match")
    let batch = task.training(0)
    for column in 0..<200 {
      let rows = steps(task, batch, column)
      #expect(rows[1..<6].allSatisfy { $0 == [1, 0, 0] })
      let isMatch = isFirst(rows[0][1...]) == isFirst(rows[6][1...])
      #expect(task.symbols(batch.targets, width: 3, column: column)[7] == (isMatch ? 1 : 2))
    }
  }

  @Test func `the context tells which stimulus counts`() throws {
    let task = try task("context-decision")
    let batch = task.training(0)
    for column in 0..<200 {
      let rows = steps(task, batch, column)
      let cued = rows[0][5] == 1 ? 0 : 1
      #expect(rows.allSatisfy { $0[5] + $0[6] == 1 && $0[5] == rows[0][5] })
      #expect(rows[2...].allSatisfy { $0[1..<5].allSatisfy { $0 == 0 } })
      let answer = isFirst(rows[0][(1 + 2 * cued)..<(3 + 2 * cued)]) ? 1 : 2
      #expect(task.symbols(batch.targets, width: 3, column: column)[7] == answer)
    }
  }

  @Test func `noise is on what is shown, and on nothing else`() throws {
    let noisy = try makeTask("delayed-match", ["noise": .real(0.1)])
    let quiet = try makeTask("delayed-match", ["noise": .real(0)])
    let row = steps(noisy, noisy.training(0), 0)
    #expect(row[1..<6].allSatisfy { $0 == [1, 0, 0] } && row[0][1] != row[0][1].rounded())
    #expect(
      row[0][0] == 1
        && steps(quiet, quiet.training(0), 0)[0][1].truncatingRemainder(dividingBy: 1) == 0)
  }
}
