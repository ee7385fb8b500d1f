import CognitiveTasks
import Foundation
@testable import FunctionObservables
import Layers
import LinearAlgebra
import Networks
import Observing
import Plans
import RandomStreams
import Schema
import Tasks
import TestSupport
import Testing

@Suite struct KernelProbesTests {
  private func task() throws -> any LearningTask {
    try TaskCatalogue.make(
      Settings(
        defaultsOf: TaskCatalogue.section.entries,
        with: [
          "name": .text("two-alternative"), "batch": .integer(3), "validation_samples": .integer(6),
        ]), seed: 5)
  }

  /// The rows of a matrix as products with it find them.
  private func dense(_ products: KernelProducts) -> Matrix<Double> {
    let rows = products.rows
    return Matrix(
      rows: rows, columns: rows,
      elements: (0..<rows).flatMap { row in
        products.product((0..<rows).map { $0 == row ? 1 : 0 })
      })
  }

  @Test(arguments: [
    ("rnn", "none"), ("lstm", "none"), ("modular", "none"), ("rnn", "full"),
  ])
  func `products are those with the kernel of dense Jacobians`(
    cell: String, memory: String
  ) throws {
    let task = try task()
    let network = try smallNetwork(cell, memory: memory, inputSize: 3, outputSize: 3)
    let sequences = HeldOutSequences(of: task, count: 4)
    let values: [Double] = network.layout.initialValues(seed: 2)
    let expected = RecurrentKernel(network, task, sequences.inputs).matrix(values) {}
    let products = KernelProducts(
      network, task, inputs: HeldOutSequences.timeMajor(sequences.inputs, width: 3),
      moving: network.layout.trained(in: .recurrent))
    products.use(values)
    let found = dense(products)
    let steps = task.scoredSteps.count
    #expect(found.rows == 4 * 3 * steps && found.rows == expected.rows)
    let scale = expected.largestMagnitude
    // Row (t, b, k) of the one is row (b, t, k) of the other.
    func place(_ row: Int) -> Int {
      let (t, b, k) = (row / 12, row / 3 % 4, row % 3)
      return (b * steps + t) * 3 + k
    }
    for row in 0..<found.rows {
      for column in 0..<found.rows {
        let error = abs(found[row, column] - expected[place(row), place(column)])
        #expect(error < 1e-9 * scale, "\(row), \(column)")
      }
    }
  }

  @Test func `targets have mean zero for each output, in both orders`() throws {
    let task = try task()
    let sequences = HeldOutSequences(of: task, count: 5)
    let batch = HeldOutSequences.timeMajor(sequences.targets, width: 3)
    #expect(batch.sorted() == sequences.targets.flatMap(\.self).sorted())
    for output in 0..<3 {
      let own = stride(from: output, to: batch.count, by: 3).map { batch[$0] }
      #expect(abs(own.reduce(0, +)) < 1e-12 && Set(own).count <= 2)
    }
    #expect(Set(stride(from: 0, to: batch.count, by: 3).map { batch[$0] }).count == 2)
    #expect(batch[3..<6] == sequences.targets[1][0..<3])
    // Six sequences are held out; the seventh is the first.
    let more = HeldOutSequences(of: task, count: 7)
    #expect(more.inputs[6] == more.inputs[0] && more.inputs[5] != more.inputs[0])
  }

  // MARK: - Estimates

  /// Two kernels of n rows whose eigenvalues fall off as those of nets do, and targets of mean zero.
  private struct Example {
    let size = 80
    let first: Matrix<Double>
    let present: Matrix<Double>
    let target: [Double]

    init(decay: Double) {
      var random = RandomStream(seed: 7, purpose: "test")
      let basis = Matrix<Double>.randomOrthogonal(rows: size, columns: size, from: &random)
      let values = (0..<size).map { 1e-3 + exp2(-decay * Double($0)) }
      first = (basis * Matrix(diagonal: values)).times(basis, transposingOther: true)
      var change = Matrix<Double>.identity(size)
      for index in change.elements.indices {
        change.elements[index] += 0.3 / Double(size).squareRoot() * random.normal()
      }
      present = (change * first).times(change, transposingOther: true)
      target = (0..<size).map { _ in random.normal() }.centered(outputs: 1)
    }

    var centered: Matrix<Double> {
      let rows = (0..<size).flatMap { Array(present[row: $0]).centered(outputs: 1) }
      let once = Matrix(rows: size, columns: size, elements: rows).transposed
      return Matrix(
        rows: size, columns: size,
        elements: (0..<size).flatMap { Array(once[row: $0]).centered(outputs: 1) })
    }

    func form() -> Double { dot(target, present * target) / dot(target, target) }

    /// Trace, norm, participation, and alignments to the first kernel and to the targets.
    var exact: [Double] {
      let (trace, norm) = (present.diagonal.reduce(0, +), present.frobeniusNorm)
      let inner = dot(present.elements, first.elements)
      return [
        trace, norm, trace * trace / (norm * norm), inner / (norm * first.frobeniusNorm),
        form() / centered.frobeniusNorm,
      ]
    }

    func estimates(probes: Int, seed: UInt64) -> [ProbedNumber] {
      func vectors(_ purpose: String) -> [[Double]] {
        (0..<probes).map { signs(size, seed: seed, purpose: purpose, index: $0) }
      }
      let sketch = vectors("sketch")
      let half = probes / 2
      let vectors =
        2 * probes >= size
        ? KernelProbes.whole(size)
        : KernelProbes(
          along: sketch[..<half].map { first * $0 } + sketch[half...].map { present * $0 },
          probes: vectors("probe"))
      let one = ProbedKernel(vectors) { first * $0 }
      let other = ProbedKernel(vectors) { present * $0 }
      let inside = ProbedKernel(vectors.projected { $0.centered(outputs: 1) }) {
        (present * $0).centered(outputs: 1)
      }
      return [
        other.trace, other.norm, other.participation, other.alignment(to: one),
        inside.alignment(ofForm: form()),
      ]
    }
  }

  @Test(arguments: [0.04, 0.15, 0.3])
  func `estimates are within three standard errors in 95 % of 200 runs`(decay: Double) {
    let example = Example(decay: decay)
    let exact = example.exact
    var within = exact.map { _ in 0 }
    var deviations = exact.map { _ in 0.0 }
    for seed in 0..<200 {
      for (index, found) in example.estimates(probes: 16, seed: UInt64(seed)).enumerated() {
        let error = abs(found.value - exact[index])
        if error <= 3 * found.standardError { within[index] += 1 }
        deviations[index] += error * error / 200
      }
    }
    #expect(within.allSatisfy { $0 >= 190 }, "\(within)")
    // They are of use: off by no more than so much of what they estimate.
    let relative = zip(deviations, exact).map { $0.squareRoot() / $1 }
    #expect(relative.allSatisfy { $0 < 0.04 }, "\(relative)")
  }

  @Test func `with directions for all rows they are exact`() {
    let example = Example(decay: 0.15)
    for (found, exact) in zip(example.estimates(probes: 40, seed: 1), example.exact) {
      #expect(abs(found.value - exact) < 1e-11 * exact && found.standardError == 0)
    }
  }

  @Test func `a kernel of rank one and one of zeros leave nothing to probes`() {
    let probes = (0..<4).map { signs(30, seed: 1, purpose: "test", index: $0) }
    let vector = (0..<30).map { Double($0) }
    let single = KernelProbes(along: [vector, vector, vector], probes: probes)
    #expect(single.basis.count == 1)
    let kernel = ProbedKernel(single) { x in vector.map { $0 * dot(vector, x) } }
    #expect(abs(kernel.participation.value - 1) < 1e-12)
    #expect(kernel.trace.standardError < 1e-9 * kernel.trace.value)
    let zero = [Double](repeating: 0, count: 30)
    let nothing = ProbedKernel(KernelProbes(along: [zero], probes: probes)) { _ in zero }
    #expect(nothing.trace.value == 0 && nothing.participation.value.isNaN)
  }
}
