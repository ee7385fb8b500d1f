import Foundation
import Layers
import LinearAlgebra
import Networks
import Schema
import TestSupport
import Testing

@testable import FunctionObservables
@testable import Observing
@testable import Representations
@testable import Tasks

/// What Fixtures/tangent_kernels.py made of dense Jacobians.
private struct DenseKernel: Decodable {
  let sizes: [Int]
  let bias: Bool
  let activation: String
  let parameters: [Double]
  let inputs: [Double]
  let target: [Double]
  let kernel: [Double]
  let centred: [Double]
  let targetAlignment: Double
  let effectiveRank: Double
  let participation: Double
  /// Of the shares 1 %, 20 % and 50 %.
  let traceRatios: [Double]

  static func all() throws -> [DenseKernel] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/tangent_kernels.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode([DenseKernel].self, from: Data(contentsOf: file))
  }

  var points: Matrix<Double> {
    Matrix(rows: inputs.count / sizes[0], columns: sizes[0], elements: inputs)
  }

  func network() throws -> any Network {
    try feedForward(
      widths: Array(sizes[1..<sizes.count - 1]), inputs: sizes[0], outputs: sizes[sizes.count - 1],
      activation: activation, ["bias": .boolean(bias)])
  }
}

private func feedForward(
  widths: [Int], inputs: Int, outputs: Int, activation: String,
  _ more: [String: SettingValue] = [:]
) throws -> any Network {
  let written: [String: SettingValue] = [
    "cell": .text("feed_forward"), "widths": .list(widths.map { .integer($0) }),
  ]
  var settings = Settings(
    defaultsOf: NetworkCatalogue.section.entries, with: written.merging(more) { one, _ in one })
  guard case .section(let section) = ActivationCatalogue.entry(default: activation).kind else {
    preconditionFailure("an activation is a section")
  }
  settings.sections["activation"] = Settings(defaultsOf: section.entries)
  return try NetworkCatalogue.make(settings: settings, inputSize: inputs, outputSize: outputs)
}

@Suite struct TangentKernelTests {
  private func whole(_ dense: DenseKernel) throws -> Matrix<Double> {
    let kernel = TangentKernel(try dense.network(), points: dense.points.rows)
    let shares = kernel.shares(dense.parameters, at: dense.points)
    return shares.dropFirst().reduce(shares[0], +)
  }

  private func error(_ found: Matrix<Double>, _ expected: [Double]) -> Double {
    let largest = expected.map(abs).max() ?? 0
    return (zip(found.elements, expected).map { abs($0 - $1) }.max() ?? .nan) / largest
  }

  @Test func `the kernel in closed form is the product of dense Jacobians`() throws {
    for dense in try DenseKernel.all() {
      let found = try whole(dense)
      #expect(found.elements.count == dense.kernel.count)
      // Rounding of both.
      #expect(error(found, dense.kernel) < 1e-12, "\(dense.activation)")
      let centered = found.centeredBlocks(of: dense.points.rows)
      #expect(error(centered, dense.centred) < 1e-12, "\(dense.activation)")
    }
  }

  @Test func `what it is summed up by is NumPy's`() throws {
    for dense in try DenseKernel.all() {
      let found = try whole(dense)
      let centered = found.centeredBlocks(of: dense.points.rows)
      let alignment = KernelStatistics.alignment(centered, target: dense.target)
      #expect(abs(alignment - dense.targetAlignment) < 1e-12)
      let rank = KernelStatistics.effectiveRank(centered.symmetricEigenvalues)
      #expect(abs(rank / dense.effectiveRank - 1) < 1e-10)
      let descending = Array(centered.symmetricEigenvalues.reversed())
      for (share, expected) in zip([0.01, 0.2, 0.5], dense.traceRatios) {
        let ratio = KernelStatistics.traceRatio(descending, share: share)
        #expect(abs(ratio - expected) < 1e-12)
      }
      #expect(abs(KernelStatistics.participation(found) / dense.participation - 1) < 1e-12)
      #expect(abs(KernelStatistics.alignment(found, 3 * found) - 1) < 1e-12)
    }
  }

  @Test func `of one output it is what derivatives by all parameters give`() throws {
    let network = try feedForward(widths: [7, 6], inputs: 3, outputs: 1, activation: "gelu")
    let points = Matrix(rows: 8, columns: 3, elements: (0..<24).map { sin(Double(5 * $0 + 2)) })
    let dense = tangentKernel(of: network, parametersFrom: 4, inputs: points)
    let shares = TangentKernel(network, points: 8).shares(
      network.layout.initialValues(seed: 4), at: points)
    #expect(shares.count == 3)
    #expect(error(shares.dropFirst().reduce(shares[0], +), dense.elements) < 1e-13)
  }

  @Test func `eigenfunctions are the centred kernel's eigenvectors, against what is asked for`() {
    // Of mean zero and at right angles, so that they are eigenvectors of the kernel without centring too.
    let (one, other): ([Double], [Double]) = ([1, -3, 1, 1], [2, 0, -1, -1])
    func square(_ vector: [Double]) -> Matrix<Double> {
      let column = Matrix(rows: 4, columns: 1, elements: vector)
      return column.times(column, transposingOther: true)
    }
    let kernel = 5 * square(one) + square(other)
    let found = KernelEigenfunctions(kernel, count: 5, target: other)
    // Twice over the root of 12, and twice over that of 6: mean squares of 1, the largest value positive.
    let expected: [[Double]] = [
      one.map { -$0 / 3.0.squareRoot() }, other.map { 2 * $0 / 6.0.squareRoot() },
    ]
    for (function, known) in zip(found.functions, expected) {
      #expect(zip(function, known).allSatisfy { abs($0 - $1) < 1e-12 })
    }
    #expect(abs(found.alignments[0]) < 1e-12 && abs(found.alignments[1] - 1) < 1e-12)
    #expect(found.functions.count == 5 && found.alignments[4].isNaN)
    let infinite = Matrix<Double>(rows: 4, columns: 4, repeating: .infinity)
    let broken = KernelEigenfunctions(infinite, count: 2, target: nil)
    let values: [Double] = broken.functions.flatMap { $0 } + broken.alignments
    #expect(values.count == 10 && values.allSatisfy { $0.isNaN })
  }

  @Test func `nets with other parameters than weights and biases are refused`() throws {
    let observable = TangentKernelObservable(
      Settings(defaultsOf: TangentKernelObservable.entries))
    let task = SilenceTask(
      Settings(defaultsOf: [.integer("length", 1, in: 1...2, ""), .batch(1)]), seed: 0)
    let recurrent = try NetworkCatalogue.make(
      settings: Settings(defaultsOf: NetworkCatalogue.section.entries), inputSize: 2,
      outputSize: 1)
    #expect(throws: ObservableError.self) { try observable.check(recurrent, on: task) }
    let weightsAlone = try feedForward(widths: [4], inputs: 2, outputs: 3, activation: "relu")
    try observable.check(weightsAlone, on: task)
  }
}
