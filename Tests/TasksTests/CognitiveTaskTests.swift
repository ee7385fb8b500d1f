import CognitiveTasks
import Foundation
import LinearAlgebra
import RandomStreams
import Schema
import Tasks
import Testing

@Suite struct CognitiveTaskTests {
  private let unit = 2
  private var length: Int { 22 * unit }

  private func task(
    _ kinds: [String], _ more: [String: SettingValue] = [:]
  ) throws -> any LearningTask {
    let written: [String: SettingValue] = [
      "of": .list(kinds.map { .text($0) }), "unit": .integer(unit), "noise": .real(0),
      "batch": .integer(60), "validation_samples": .integer(60),
    ]
    return try makeTask("cognitive", written.merging(more) { $1 })
  }

  /// A column of one sequence, step by step, mapped back from 0…1.
  private func course(
    _ numbers: [Double], of width: Int, _ column: Int, _ sequence: Int, _ back: (Double) -> Double
  ) -> [Double] {
    (0..<length).map { back(numbers[($0 * 60 + sequence) * width + column]) }
  }

  private func shown(_ batch: Batch, _ column: Int, _ sequence: Int, width: Int = 3) -> [Double] {
    course(batch.inputs, of: width, column, sequence) { 2.2 * $0 - 1.1 }
  }

  private func wanted(
    _ batch: Batch, _ column: Int, _ sequence: Int, bound: Double = 1
  ) -> [Double] {
    course(batch.targets, of: 3, column, sequence) { 2 * bound * $0 - bound }
  }

  private func close(_ a: [Double], _ b: [Double]) -> Bool {
    zip(a, b).allSatisfy { abs($0 - $1) < 1e-12 }
  }

  /// Numbers that are constant between given units, and zero elsewhere; the two empty units come first.
  private func pulses(_ parts: [(from: Int, to: Int, value: Double)]) -> [Double] {
    (0..<length).map { step in
      parts.first { (($0.from + 2) * unit..<($0.to + 2) * unit).contains(step) }?.value ?? 0
    }
  }

  @Test(
    arguments: [("delay-pro", 20, 1.0), ("delay-anti", 20, -1), ("mem-pro", 15, 1)]
      + [("mem-anti", 15, -1)])
  func `a direction is shown, and reported once fixation ends`(
    _ name: String, _ end: Int, _ sign: Double
  ) throws {
    let batch = try task([name]).training(0)
    var angles: Set<Int> = []
    for sequence in 0..<60 {
      let (cosine, sine) = (shown(batch, 1, sequence)[14], shown(batch, 2, sequence)[14])
      #expect(abs(hypot(cosine, sine) - 1) < 1e-12)
      angles.insert(Int((atan2(sine, cosine) * 18 / .pi).rounded()))
      for (column, value) in [(1, cosine), (2, sine)] {
        #expect(close(shown(batch, column, sequence), pulses([(5, end, value)])))
        #expect(close(wanted(batch, column, sequence), pulses([(15, 20, sign * value)])))
      }
      #expect(close(shown(batch, 0, sequence), pulses([(0, 15, 1)])))
      #expect(close(wanted(batch, 0, sequence), pulses([(0, 15, 1)])))
    }
    // Of 36 directions 60 draws hit 29 on average.
    #expect(angles.count > 18)
  }

  @Test(arguments: [("context-mem-dm-1", 1), ("context-mem-dm-2", 2)])
  func `the larger of two components is reported`(_ name: String, _ column: Int) throws {
    let batch = try task([name]).training(0)
    for sequence in 0..<60 {
      for side in [1, 2] {
        let course = shown(batch, side, sequence)
        let (first, second) = (course[14], course[26])
        #expect(close(course, pulses([(5, 7, first), (11, 13, second)])))
        guard side == column else { continue }
        let answer = pulses([(15, 20, max(first, second))])
        #expect(close(wanted(batch, column, sequence), answer))
        #expect(batch.targets[sequence * 3 + 3 - column] == 0)
      }
    }
  }

  @Test func `sums of components are compared`() throws {
    let batch = try task(["multi-mem-dm"]).training(0)
    for sequence in 0..<60 {
      let (x, y) = (shown(batch, 1, sequence), shown(batch, 2, sequence))
      let answer = wanted(batch, 1, sequence, bound: 2.0.squareRoot())[length - 1]
      #expect(abs(answer - max(x[14] + y[14], x[26] + y[26])) < 1e-12)
    }
  }

  @Test func `tasks without a column leave it empty`() throws {
    let batch = try task(["mem-dm-2"]).training(0)
    for row in 0..<length * 60 {
      #expect(batch.inputs[3 * row + 1] == 0 && batch.targets[3 * row + 1] == 0)
    }
  }

  @Test func `the rule input says which of several tasks a sequence has`() throws {
    let names = CognitiveKind.allCases.map(\.rawValue)
    let mixed = try task(["delay-pro", "mem-anti"], ["rule": .boolean(true)])
    #expect(mixed.inputSize == 3 + names.count)
    let batch = mixed.training(3)
    var counts = [String: Int]()
    for sequence in 0..<60 {
      let rules = (0..<9).map { course(batch.inputs, of: 12, 3 + $0, sequence) { $0 } }
      let chosen = rules.indices.filter { rules[$0] == [Double](repeating: 1, count: length) }
      #expect(chosen.count == 1 && rules.reduce(0) { $0 + $1.reduce(0, +) } == Double(length))
      let name = names[chosen.first ?? 0]
      counts[name, default: 0] += 1
      let value = shown(batch, 1, sequence, width: 12)[14]
      let answer = pulses([(15, 20, name == "delay-pro" ? value : -value)])
      #expect(close(wanted(batch, 1, sequence), answer))
    }
    // Five deviations of 60 fair coins.
    #expect(Set(counts.keys) == ["delay-pro", "mem-anti"] && counts.values.allSatisfy { $0 > 10 })
  }

  @Test func `noise is on every input the task has, once the trial begins`() throws {
    let noisy = try task(["mem-dm-1"], ["noise": .real(0.02)])
    let quiet = try task(["mem-dm-1"])
    let (one, other) = (noisy.training(0), quiet.training(0))
    let fixation = zip(shown(one, 0, 0), shown(other, 0, 0)).map { $0 - $1 }
    #expect(fixation.prefix(2 * unit).allSatisfy { abs($0) < 1e-12 })
    #expect(fixation.dropFirst(2 * unit).allSatisfy { $0 != 0 && abs($0) < 0.12 })
    #expect(noisy.training(0) == one && noisy.training(1) != one)
  }

  @Test func `the nine tasks share three latent ones`() throws {
    let correlations = try task(["delay-pro"], ["noise": .real(0.02)]).canonicalCorrelations
    // The specification's own estimate: 1.000, 0.999, 0.998, then 0.054.
    #expect(correlations.prefix(3).allSatisfy { $0 > 0.99 && $0 < 1 + 1e-9 })
    #expect(correlations[3] < 0.2)
  }

  @Test(arguments: 1...3)
  func `a latent task's target follows its input`(_ number: Int) throws {
    let latent = try task(
      ["delay-pro"], ["variate": .integer(number), "noise": .real(0.02)])
    let batch = latent.training(0)
    let rows = stride(from: 0, to: length * 60 * 3, by: 3)
    let (x, y) = (rows.map { batch.inputs[$0] }, rows.map { batch.targets[$0] })
    #expect((x + y).allSatisfy { $0 > -0.1 && $0 < 1.1 })
    #expect(correlation(x, y) > 0.98)
    for row in 0..<length * 60 {
      #expect(batch.inputs[3 * row + 1] == 0 && batch.targets[3 * row + 2] == 0)
    }
  }

  private func correlation(_ x: [Double], _ y: [Double]) -> Double {
    let n = Double(x.count)
    let (a, b) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
    let sums = zip(x, y).reduce(into: (0.0, 0.0, 0.0)) { sums, pair in
      sums.0 += (pair.0 - a) * (pair.1 - b)
      sums.1 += (pair.0 - a) * (pair.0 - a)
      sums.2 += (pair.1 - b) * (pair.1 - b)
    }
    return sums.0 / (sums.1 * sums.2).squareRoot()
  }

  @Test func `a pair beyond those of the corpus is refused`() {
    #expect {
      try task(
        ["delay-pro"],
        ["variate": .integer(9), "corpus": .list([.text("mem-pro")]), "noise": .real(0.02)])
    } throws: {
      guard case .unsuitable(let setting, _, _)? = $0 as? TaskError else { return false }
      return setting == "variate"
    }
    #expect(throws: TaskError.self) { try task([]) }
  }

  @Test func `canonical variates find what two sets of signals have in common`() {
    var stream = RandomStream(seed: 5, purpose: "test")
    let n = 20_000
    var (x, y) = (Matrix<Double>(rows: n, columns: 3), Matrix<Double>(rows: n, columns: 2))
    for row in 0..<n {
      let (u, v) = (stream.normal(), stream.normal())
      x[row, 0] = 3 + u + v
      x[row, 1] = u - v
      x[row, 2] = x[row, 0]  // a copy
      y[row, 0] = 0.6 * v + 0.8 * stream.normal()
      y[row, 1] = 7 * stream.normal() + y[row, 0]
    }
    let variates = CanonicalVariates(x, y)
    #expect(variates.correlations.count == 2)
    // Ten standard errors of a correlation of 20 000 samples.
    #expect(abs(variates.correlations[0] - 0.6) < 0.05 && variates.correlations[1] < 0.05)
    for (a, b) in zip(variates.first, variates.second) {
      let values = (0..<n).map { (a(x[row: $0]), b(y[row: $0])) }
      for numbers in [values.map(\.0), values.map(\.1)] {
        let mean = numbers.reduce(0, +) / Double(n)
        let square = numbers.reduce(0) { $0 + $1 * $1 } / Double(n)
        #expect(abs(mean) < 1e-10 && abs(square - 1) < 1e-10)
      }
    }
    let first = (0..<n).map { variates.first[0](x[row: $0]) }
    let other = (0..<n).map { variates.second[0](y[row: $0]) }
    #expect(abs(correlation(first, other) - variates.correlations[0]) < 1e-10)
  }
}
