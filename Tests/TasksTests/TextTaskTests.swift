import DataSets
import Schema
@testable import Tasks
import TestSupport
import Testing

private let sentence = Array("the quick brown fox jumps over the lazy dog; ".utf8)

/// A text of 1801 characters, no two chunks of which are alike within an alphabet's period of 45.
private let text = (0..<1801).map { sentence[($0 * $0 / 7 + $0) % 45] }

private func textTask(
  _ folder: DataFolder, _ written: [String: SettingValue] = [:], seed: UInt64 = 1
) throws -> TextTask {
  let path = try folder.write(text, as: "text.txt")
  let common: [String: SettingValue] = [
    "path": .text(path), "length": .integer(10), "batch": .integer(6),
  ]
  let task = try makeTask("text", common.merging(written) { $1 }, seed: seed)
  return try #require(task as? TextTask)
}

@Test func `the alphabet is the distinct bytes in order of value`() throws {
  let task = try textTask(try DataFolder())
  #expect(task.alphabet == Set(text).sorted())
  #expect(task.inputSize == task.alphabet.count && task.outputSize == task.inputSize)
}

@Test func `chunks are split by order and targets are the next characters`() throws {
  // 180 chunks: 144 to train on, 18 to validate on.
  let task = try textTask(try DataFolder())
  #expect(task.trainingBatchesPerEpoch == 24)
  #expect(task.validationBatches == 3)
  for index in 0..<3 {
    let batch = task.validation(index)
    for column in 0..<6 {
      let start = (144 + index * 6 + column) * 10
      #expect(decode(task, batch.inputs, column) == Array(text[start..<start + 10]))
      #expect(decode(task, batch.targets, column) == Array(text[start + 1..<start + 11]))
    }
  }
}

@Test func `an epoch reads every training chunk once`() throws {
  let task = try textTask(try DataFolder())
  let expected = (0..<144).map { Array(text[10 * $0..<10 * $0 + 10]) }
  for epoch in 0..<2 {
    let chunks = (0..<24).flatMap { step in
      let batch = task.training(24 * epoch + step)
      return (0..<6).map { decode(task, batch.inputs, $0) }
    }
    #expect(chunks != expected)
    let sorted = [chunks, expected].map { $0.sorted { $0.lexicographicallyPrecedes($1) } }
    #expect(sorted[0] == sorted[1])
  }
}

@Test func `a text batch depends on seed and step alone`() throws {
  let folder = try DataFolder()
  let task = try textTask(folder)
  let later = task.training(40)
  let resumed = try textTask(folder)
  _ = resumed.training(3)
  #expect(resumed.training(40) == later)
  #expect(try textTask(folder, seed: 2).training(40) != later)
}

@Test func `a probe reads the validation text on and on`() throws {
  let task = try textTask(try DataFolder())
  let probe = task.probe(trajectories: 2, steps: 200)
  let held = Array(text[1440..<1620])
  for column in 0..<2 {
    let symbols = task.symbols(probe, width: task.inputSize, column: column, of: 2)
    let expected = (0..<200).map { held[(90 * column + $0) % 180] }
    #expect(symbols.map { $0.map { task.alphabet[$0] } } == expected)
  }
}

@Test func `a text too short for a batch is refused`() throws {
  let folder = try DataFolder()
  let error = #expect(throws: TaskError.self) { try textTask(folder, ["batch": .integer(64)]) }
  #expect(
    error?.description == """
      task setting `path`: found a text of 1801 characters, 180 chunks of 10, expected at least \
      640 chunks: a tenth of them holds a batch of 64
      """)
}

@Test(arguments: ["", "aaaaaaaa"])
func `a text without two distinct characters is refused`(_ text: String) throws {
  let folder = try DataFolder()
  let path = try folder.write(Array(text.utf8), as: "text.txt")
  let error = #expect(throws: TaskError.self) { try makeTask("text", ["path": .text(path)]) }
  let distinct = Set(text).count
  #expect(
    error
      == .data(
        .malformed(
          path: path, found: "\(text.utf8.count) bytes, \(distinct) of them distinct",
          expected: "a text of at least two distinct characters")))
}

@Test func `a missing text is unreadable`() {
  let path = "/no/such/text.txt"
  let expected = TaskError.data(.unreadable(path: path, reason: "No such file or directory"))
  #expect(throws: expected) {
    try makeTask("text", ["path": .text(path)])
  }
}

private func decode(_ task: TextTask, _ rows: [Double], _ column: Int) -> [UInt8] {
  task.symbols(rows, width: task.inputSize, column: column).compactMap {
    $0.map { task.alphabet[$0] }
  }
}
