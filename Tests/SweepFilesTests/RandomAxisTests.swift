import Foundation
import Schema
import SweepFiles
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

/// How often each whole number comes among draws of a whole-number setting.
private func counts(_ distribution: String, samples: Int) throws -> [Int: Double] {
  let plan = try plan(
    "task: copy\nmodel: {width: {random: {\(distribution)}, samples: \(samples)}}")
  let numbers = plan.axes[0].values.compactMap { value -> Int? in
    if case .integer(let number) = value { number } else { nil }
  }
  return Dictionary(grouping: numbers) { $0 }.mapValues { Double($0.count) }
}

/// Distributions with the shares of 1, 2 and so on.
private let bins: [(String, [Double])] = [
  ("uniform: [1, 3]", [1.0 / 3, 1.0 / 3, 1.0 / 3]),
  ("uniform: [1, 4]", [0.25, 0.25, 0.25, 0.25]),
  ("uniform: [0.5, 2.9]", [0.5, 0.5]),
  // Of k, the length of [ln k, ln (k + 1)] on [0, ln 9].
  ("log_uniform: [1, 8]", (1...8).map { k in log(1 + 1 / Double(k)) / log(9.0) }),
]

@Test(arguments: bins)
func `whole numbers from draws of reals have bins of equal measure`(
  _ distribution: String, _ expected: [Double]
) throws {
  let samples = 20_000.0
  let found = try counts(distribution, samples: Int(samples))
  #expect(Set(found.keys) == Set(1...expected.count))
  for (number, share) in zip(1..., expected) {
    // Four deviations of a binomial; the seed is fixed.
    let bound = 4 * (samples * share * (1 - share)).squareRoot()
    #expect(abs(found[number, default: 0] - samples * share) < bound, "\(number) in \(found)")
  }
}

@Test func `ends between which no whole number lies are refused on a whole-number setting`() {
  let error = #expect(throws: SweepError.self) {
    try counts("uniform: [1.2, 1.8]", samples: 3)
  }
  #expect(error?.description.contains("expected a whole number from 1 to 65536") == true)
}

@Test func `choices come once each before any comes again, and more samples only append`() throws {
  func draws(_ choices: String, _ samples: Int) throws -> [SettingValue] {
    try plan(
      "task: copy\nmodel: {width: {random: {choice: [\(choices)]}, samples: \(samples)}}"
    ).axes[0].values
  }
  let all = (1...40).map { "\($0)" }.joined(separator: ", ")
  let forty = try draws(all, 40)
  #expect(Set(forty).count == 40)
  #expect(try draws(all, 12) == Array(forty.prefix(12)))
  #expect(try Set(draws("3, 3, 3, 3, 3, 3, 5", 2)) == [.integer(3), .integer(5)])
  #expect(try Set(draws("1, 2", 6)) == [.integer(1), .integer(2)])
}

@Test func `zipped choices do not repeat a combination while there are others`() throws {
  let plan = try plan(
    """
    task: copy
    model: {width: {grid: [1, 1, 1, 2, 2, 2]}, cell: {random: {choice: [rnn, lstm]}, samples: 6}}
    training: {optimizer: {random: {choice: [adam, sgd]}, samples: 6}}
    zip: [[width, cell, optimizer]]
    """)
  let rows = (0..<plan.trialCount).map { trial in
    plan.axes.indices.map { plan.axisValue($0, trial: trial) }
  }
  #expect(Set(rows).count == 6)
  #expect(plan.notes.isEmpty)
}

@Test func `configurations that draws make equal are noted with their number`() throws {
  let axes = """
    task: copy
    model: {activation: {random: {choice: [tanh, relu]}, samples: 6}}
    training: {learning_rate: {grid: [0.1, 0.2, 0.3]}}

    """
  func note(_ repeated: Int, of count: Int) -> String {
    "\(repeated) of \(count) configurations repeat an earlier one, since draws of "
      + "model.activation.family coincide: their trials are bitwise the same. Fewer samples, or a "
      + "grid of all values, would do."
  }
  #expect(try plan(axes).notes == [note(12, of: 18)])
  #expect(try plan(axes + "exclude: {learning_rate: 0.1}").notes == [note(8, of: 12)])
  #expect(try plan(axes.replacing("samples: 6", with: "samples: 2")).notes.isEmpty)
}
