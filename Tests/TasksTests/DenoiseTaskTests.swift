import Foundation
import Schema
import Tasks
import Testing

private let small: [String: SettingValue] = [
  "delay": .integer(5), "payload": .integer(3), "symbols": .integer(4), "batch": .integer(500),
]

/// The definition of arXiv:2006.09471's code, sequence by sequence.
@Test func `what is scattered before the cue is due after it, in its order`() throws {
  let task = try makeTask("denoise", small)
  #expect(task.length == 11 && task.name == "denoise")
  let (blank, cue) = (4, 5)
  let batch = task.validation(0)
  for column in 0..<500 {
    let inputs = task.symbols(batch.inputs, width: 6, column: column).compactMap { $0 }
    let targets = task.symbols(batch.targets, width: 5, column: column).compactMap { $0 }
    let payload = inputs.prefix(7).filter { $0 != blank }
    #expect(payload.count == 3 && payload.allSatisfy { $0 < 4 })
    #expect(inputs.suffix(4) == [cue, blank, blank, blank])
    #expect(targets == Array(repeating: blank, count: 8) + payload)
  }
}

@Test func `every choice of places is as likely`() throws {
  let task = try makeTask("denoise", small)
  var counts: [[Int]: Int] = [:]
  for index in 0..<7 {
    let batch = task.training(index)
    for column in 0..<500 {
      let inputs = task.symbols(batch.inputs, width: 6, column: column).prefix(7)
      counts[inputs.indices.filter { inputs[$0] != 4 }, default: 0] += 1
    }
  }
  #expect(counts.count == 35)
  let chiSquared = counts.values.reduce(0) { $0 + pow(Double($1) - 100, 2) / 100 }
  #expect(chiSquared < 65.2)  // The 0.999 quantile with 34 degrees of freedom; the seed is fixed.
}

@Test func `scoring the recall of a scattered payload leaves the payload alone as target`() throws {
  var written = small
  written["scored"] = .text("recall")
  let task = try makeTask("denoise", written)
  #expect(task.scoredSteps == 8..<11)
  let batch = task.training(3)
  for column in 0..<500 {
    let inputs = task.symbols(batch.inputs, width: 6, column: column).prefix(7).compactMap { $0 }
    let targets = task.symbols(batch.targets, width: 5, column: column).compactMap { $0 }
    #expect(targets == inputs.filter { $0 != 4 })
  }
}
