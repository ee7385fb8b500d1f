import Foundation
import Schema
import Sweep
import Testing

private func values(_ axis: String, seed: Int = 1) throws -> [Double] {
  let plan = try plan("task: copy\nseed: \(seed)\ntraining: {learning_rate: \(axis)}")
  return plan.axes[0].values.compactMap(\.number)
}

/// The largest distance between the distribution of `values` and the uniform one on [0, 1].
private func kolmogorov(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  let count = Double(sorted.count)
  return sorted.indices.reduce(0) { largest, index in
    let (below, above) = (Double(index) / count, Double(index + 1) / count)
    return max(largest, abs(sorted[index] - below), abs(sorted[index] - above))
  }
}

@Test func `uniform draws fill their interval evenly`() throws {
  let draws = try values("{random: {uniform: [2, 6]}, samples: 4000}")
  #expect(draws.allSatisfy { (2..<6).contains($0) })
  // 1.95/√n is passed by one sample in a thousand; the seed is fixed.
  #expect(kolmogorov(draws.map { ($0 - 2) / 4 }) < 1.95 / 4000.0.squareRoot())
}

@Test func `logarithms of log-uniform draws fill their interval evenly`() throws {
  let draws = try values("{random: {log_uniform: [1e-4, 1e-1]}, samples: 4000}")
  #expect(draws.allSatisfy { (1e-4...1e-1).contains($0) })
  #expect(kolmogorov(draws.map { (log10($0) + 4) / 3 }) < 1.95 / 4000.0.squareRoot())
}

@Test func `integer draws take both ends and all between equally often`() throws {
  let plan = try plan(
    "task: copy\nmodel: {width: {random: {integer: [3, 6]}, samples: 4000}}")
  let counts = Dictionary(grouping: plan.axes[0].values) { $0 }.mapValues(\.count)
  #expect(Set(counts.keys) == Set((3...6).map { SettingValue.integer($0) }))
  // Binomial with mean 1000 and deviation 27; four deviations, seed fixed.
  #expect(counts.values.allSatisfy { abs($0 - 1000) < 110 })
}

@Test func `choices may be words`() throws {
  let plan = try plan(
    "task: copy\nmodel: {cell: {random: {choice: [rnn, lstm]}, samples: 40}}")
  #expect(Set(plan.axes[0].values) == [.text("rnn"), .text("lstm")])
}

@Test func `draws depend on the seed and on the path alone`() throws {
  let axis = "{random: {uniform: [0, 1]}, samples: 8}"
  #expect(try values(axis) == values(axis))
  #expect(try values(axis) != values(axis, seed: 2))
  // More samples only append.
  #expect(
    try values(axis) == Array(values("{random: {uniform: [0, 1]}, samples: 20}").prefix(8)))
  let both = try plan(
    "task: copy\nseed: 1\nmodel: {modularity: \(axis)}\ntraining: {learning_rate: \(axis)}")
  #expect(both.trialCount == 64)
  #expect(try both.axes[1].values.compactMap(\.number) == values(axis))
  #expect(both.axes[0].values != both.axes[1].values)
}
