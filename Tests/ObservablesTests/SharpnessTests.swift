import CognitiveTasks
@testable import FunctionObservables
import Layers
import LinearAlgebra
import Networks
import Observing
import Plans
import Schema
import Tasks
import TestSupport
import Testing
import Training

/// A net of few parameters on a small task, in training.
private func trainer(_ cell: String, memory: String = "none") throws -> Trainer<Double> {
  let written: [String: SettingValue] = [
    "name": .text("two-alternative"), "batch": .integer(3), "validation_samples": .integer(6),
  ]
  let task = try TaskCatalogue.make(
    Settings(defaultsOf: TaskCatalogue.section.entries, with: written), seed: 5)
  let network = try smallNetwork(
    cell, memory: memory, inputSize: task.inputSize, outputSize: task.outputSize)
  let settings = TrainingSettings(Settings(defaultsOf: TrainingSettings.section.entries))
  return Trainer(network, task: task, settings: settings, seed: 2)
}

@Suite struct SharpnessTests {
  /// The Hessian of the loss on the first training batch, by central differences of the gradient.
  private func denseHessian(_ trainer: Trainer<Double>) -> Matrix<Double> {
    let start = trainer.parameters.elements
    let count = trainer.network.layout.trainedCount
    func gradient(moving index: Int, by step: Double) -> [Double] {
      var moved = start
      moved[index] += step
      trainer.restart(from: Storage(moved), on: trainer.task)
      trainer.computeGradient()
      return trainer.gradient.elements
    }
    let step = 1e-5
    let rows = (0..<count).flatMap { index in
      zip(gradient(moving: index, by: step), gradient(moving: index, by: -step)).map {
        ($0 - $1) / (2 * step)
      }
    }
    trainer.restart(from: Storage(start), on: trainer.task)
    let matrix = Matrix(rows: count, columns: count, elements: rows)
    return 0.5 * (matrix + matrix.transposed)
  }

  private func found(_ hessian: LossHessian<Double>, products: Int, probes: Int) -> Sharpness {
    Sharpness(
      start: SharpnessObservable.start(
        near: [Double](repeating: .nan, count: hessian.count), seed: 1),
      products: products, probes: probes, seed: 1, hessian.product)
  }

  /// Modular nets, whose training withholds something from gradients where a module does not act, have all act here.
  @Test(arguments: [
    ("rnn", "none"), ("gru", "none"), ("lstm", "none"), ("rate", "none"), ("modular", "none"),
    ("rnn", "full"),
  ])
  func `largest eigenvalue and trace are those of the Hessian by finite differences`(
    cell: String, memory: String
  ) throws {
    let trainer = try trainer(cell, memory: memory)
    let dense = denseHessian(trainer)
    let hessian = try #require(LossHessian(trainer, batches: 1) {})
    hessian.readParameters()
    let count = trainer.network.layout.trainedCount
    let found = found(hessian, products: count, probes: count)
    let (values, scale) = (dense.symmetricEigenvalues, dense.frobeniusNorm)
    #expect(hessian.count == count)
    // Differences of gradients, with squared steps and rounding over steps.
    #expect(abs(found.largest - values[count - 1]) < 1e-6 * max(scale, 1e-3))
    #expect(abs(found.trace.value - dense.diagonal.reduce(0, +)) < 1e-6 * max(scale, 1e-3))
    #expect(found.trace.standardError == 0 && found.residual < 1e-6 * scale)
  }

  @Test(arguments: ["rnn", "lstm", "modular"])
  func `differences of gradients stand in for tangents to nine digits`(cell: String) throws {
    let trainer = try trainer(cell)
    let vector = (0..<trainer.network.layout.trainedCount).map { Double($0 % 5) - 2 }
    let products = try [true, false].map { byDifferences in
      let hessian = try #require(
        LossHessian(trainer, batches: 1, byDifferences: byDifferences) {})
      hessian.readParameters()
      return hessian.product(vector)
    }
    let largest = products[1].map(abs).max() ?? 0
    let error = zip(products[0], products[1]).map { abs($0 - $1) }.max() ?? .nan
    #expect(largest > 0 && error < 1e-9 * largest, "\(error) of \(largest)")
    let zeros = [Double](repeating: 0, count: vector.count)
    let hessian = try #require(LossHessian(trainer, batches: 1, byDifferences: true) {})
    hessian.readParameters()
    #expect(hessian.product(zeros) == zeros)
  }

  @Test func `a search that starts near the eigenvector needs fewer products`() {
    let size = 60
    let matrix = Matrix(diagonal: (1...size).map { Double($0).squareRoot() })
    func products(_ start: [Double]) -> (count: Int, found: Sharpness) {
      var count = 0
      let found = Sharpness(start: start, products: 60, probes: 2, seed: 1) { vector in
        count += 1
        return matrix * vector
      }
      return (count, found)
    }
    let cold = products(
      SharpnessObservable.start(near: [Double](repeating: .nan, count: size), seed: 3))
    let warm = products(SharpnessObservable.start(near: cold.found.vector, seed: 3))
    #expect(warm.count < cold.count)
    // Another eigenvector is left for the largest one's.
    var other = [Double](repeating: 0, count: size)
    other[5] = 1
    let misled = products(SharpnessObservable.start(near: other, seed: 3))
    for run in [cold, warm, misled] {
      #expect(abs(run.found.largest - Double(size).squareRoot()) < 1e-9)
    }
  }

  @Test func `over two batches it is the mean of theirs`() throws {
    let trainer = try trainer("rnn")
    let vector = (0..<trainer.network.layout.trainedCount).map { Double($0 % 5) - 2 }
    func product(_ batches: Int) throws -> [Double] {
      let hessian = try #require(LossHessian(trainer, batches: batches) {})
      hessian.readParameters()
      return hessian.product(vector)
    }
    let (one, two, three) = (try product(1), try product(2), try product(3))
    #expect(one != two && two != three && one.contains { $0 != 0 })
    let again = try product(2)
    #expect(two == again)
  }

  @Test func `the trace is within three standard errors in 95 % of 200 runs`() {
    let size = 40
    var matrix = Matrix<Double>(rows: size, columns: size)
    for row in 0..<size {
      for column in 0...row {
        let number = sinWave(7 * row * row + 3 * column)
        (matrix[row, column], matrix[column, row]) = (number, number)
      }
    }
    let trace = matrix.diagonal.reduce(0, +)
    var (within, errors) = (0, Set<Double>())
    for seed in 0..<200 {
      let found = Sharpness(
        start: SharpnessObservable.start(
          near: [Double](repeating: .nan, count: size), seed: UInt64(seed)),
        products: 6, probes: 20, seed: UInt64(seed)
      ) { matrix * $0 }.trace
      if abs(found.value - trace) <= 3 * found.standardError { within += 1 }
      errors.insert(found.standardError)
    }
    #expect(within >= 190 && errors.count == 200, "\(within)")
  }

  /// A number of −1 to 1 for each whole number.
  private func sinWave(_ index: Int) -> Double { Double((index * 7919) % 2003) / 1001.5 - 1 }
}
