import Schema
import Tasks
import Testing

@Test func `one number is marked in each half and the target is their sum`() throws {
  let task = try makeTask("adding", ["length": .integer(9), "batch": .integer(50)])
  let batch = task.training(4)
  #expect(task.scoredSteps == 8..<9)
  for column in 0..<50 {
    let rows = (0..<9).map { $0 * 50 + column }
    let values = rows.map { batch.inputs[2 * $0] }
    let marks = rows.map { batch.inputs[2 * $0 + 1] }
    let marked = marks.indices.filter { marks[$0] == 1 }
    #expect(marks.count { $0 == 0 } == 7)
    #expect(marked.count == 2 && marked[0] < 4 && marked[1] >= 4)
    #expect(values.allSatisfy { (0..<1).contains($0) })
    #expect(batch.targets[column] == values[marked[0]] + values[marked[1]])
  }
}

@Test func `the target's mean and variance are those of two uniform numbers`() throws {
  let task = try makeTask("adding", ["length": .integer(10), "batch": .integer(1000)], seed: 2)
  let sums = (0..<20).flatMap { task.training($0).targets }
  let mean = sums.reduce(0, +) / 20_000
  let variance = sums.reduce(0) { $0 + ($1 - 1) * ($1 - 1) } / 20_000
  // Four standard errors: √(1/6 / 20 000) of the mean, √((1/15 − 1/36) / 20 000) of the variance.
  #expect(abs(mean - 1) < 4 * 0.0029)
  #expect(abs(variance - 1.0 / 6) < 4 * 0.0014)
}

@Test func `every step can be marked`() throws {
  let task = try makeTask("adding", ["length": .integer(5), "batch": .integer(200)])
  let inputs = task.training(0).inputs
  let counts = (0..<5).map { step in
    (0..<200).count { inputs[2 * (step * 200 + $0) + 1] == 1 }
  }
  // Halves of 2 and 3 steps: 100 and 67 expected; six standard deviations of √(200·½·½) and √(200·⅓·⅔).
  #expect(counts[0...1].allSatisfy { abs($0 - 100) < 43 })
  #expect(counts[2...4].allSatisfy { abs($0 - 67) < 41 })
}
