import Foundation
import Schema
import Tasks
import Testing

/// Rows of a flat matrix.
private func rows(_ numbers: [Double], width: Int) -> [[Double]] {
  stride(from: 0, to: numbers.count, by: width).map { Array(numbers[$0..<$0 + width]) }
}

private func covariance(_ a: [Double], _ b: [Double]) -> Double {
  let (meanA, meanB) = (a.reduce(0, +) / Double(a.count), b.reduce(0, +) / Double(b.count))
  return zip(a, b).reduce(0) { $0 + ($1.0 - meanA) * ($1.1 - meanB) } / Double(a.count)
}

@Suite struct TableTaskTests {
  @Test func `an epoch shows each training point once, and the next in another order`() throws {
    let task = try makeTask(
      "curved-clusters",
      ["batch": .integer(25), "train_samples": .integer(100), "validation_samples": .integer(50)])
    #expect(task.trainingBatchesPerEpoch == 4 && task.validationBatches == 2)
    let epochs = [0, 4].map { first in
      (first..<first + 4).flatMap { rows(task.training($0).inputs, width: 100) }
    }
    #expect(Set(epochs[0]).count == 100)
    #expect(Set(epochs[0]) == Set(epochs[1]) && epochs[0] != epochs[1])
  }

  @Test func `a full batch is the training set, always the same`() throws {
    let task = try makeTask("noisy-linear-teacher")
    #expect(task.batchSize == 400 && task.trainingBatchesPerEpoch == 1)
    #expect(task.training(0) == task.training(7))
    let small = try makeTask("noisy-linear-teacher", ["batch": .integer(8)])
    let shown = (0..<50).flatMap { rows(small.training($0).inputs, width: 40) }
    #expect(Set(shown) == Set(rows(task.training(0).inputs, width: 40)))
  }

  @Test func `a batch larger than the training set is refused`() {
    #expect(throws: TaskError.self) {
      try makeTask("noisy-linear-teacher", ["batch": .integer(401)])
    }
  }

  @Test func `a linear teacher of one relevant input has the norm of the whole map`() throws {
    func teacher(_ written: [String: SettingValue]) throws -> any LearningTask {
      let common: [String: SettingValue] = [
        "inputs": .integer(2), "outputs": .integer(1), "noise": .real(0),
      ]
      return try makeTask("noisy-linear-teacher", common.merging(written) { $1 })
    }
    let (whole, one) = (
      try teacher([:]).training(0), try teacher(["relevant": .integer(1)]).training(0)
    )
    #expect(whole.inputs == one.inputs)
    #expect(try teacher(["relevant": .integer(2)]).training(0) == whole)
    // The map of two inputs, from two of its answers.
    let (x, y) = (whole.inputs, whole.targets)
    let determinant = x[0] * x[3] - x[1] * x[2]
    let map = [
      (y[0] * x[3] - x[1] * y[1]) / determinant, (x[0] * y[1] - x[2] * y[0]) / determinant,
    ]
    let norm = (map[0] * map[0] + map[1] * map[1]).squareRoot()
    for row in 0..<400 {
      #expect(abs(one.targets[row] - (map[0] > 0 ? norm : -norm) * x[2 * row]) < 1e-9)
    }
    #expect(throws: TaskError.self) { try teacher(["relevant": .integer(3)]) }
  }

  @Test func `a grid of more points than can be held is refused before it is made`() {
    #expect {
      try makeTask(
        "function-fit", ["function": .text("waves_2d"), "points": .integer(1_000_000)])
    } throws: {
      "\($0)".hasPrefix("task setting `points`: found 6000000000000.0 numbers")
    }
  }

  @Test func `training, validation and probe are different points`() throws {
    for name in ["curved-clusters", "noisy-linear-teacher"] {
      let task = try makeTask(name, ["batch": .integer(50)])
      let training = Set(rows(task.training(0).inputs, width: task.inputSize))
      let validation = Set(rows(task.validation(0).inputs, width: task.inputSize))
      let probe = Set(rows(task.probe(trajectories: 50, steps: 1), width: task.inputSize))
      #expect(training.isDisjoint(with: validation) && probe.isDisjoint(with: validation))
      #expect(training.isDisjoint(with: probe) && probe.count == 50)
      #expect(try makeTask(name, ["batch": .integer(50)]).training(3) == task.training(3))
    }
  }

  @Test func `label noise redraws the share asked for, of the training labels only`() throws {
    func task(_ noise: Double) throws -> any LearningTask {
      try makeTask(
        "curved-clusters", ["batch": .integer(2000), "label_noise": .real(noise)])
    }
    let clean = try task(0)
    let labels = rows(clean.training(0).targets, width: 10)
    #expect(labels.allSatisfy { $0.count { $0 == 1 } == 1 && $0.count { $0 == 0 } == 9 })
    for share in [0.25, 0.5, 1] {
      let noisy = try task(share)
      #expect(noisy.training(0).inputs == clean.training(0).inputs)
      #expect(noisy.validation(0) == clean.validation(0))
      let moved = zip(rows(noisy.training(0).targets, width: 10), labels).count { $0 != $1 }
      // A redrawn label is another one nine times in ten: four standard deviations.
      let expected = 0.9 * share * 2000
      #expect(abs(Double(moved) - expected) < 4 * (0.09 * share * 2000).squareRoot() + 1)
    }
  }

  @Test func `clusters of a class are told apart by their nearest neighbour`() throws {
    let task = try makeTask("curved-clusters", ["batch": .integer(1000)])
    let (training, validation) = (task.training(0), task.validation(0))
    let known = rows(training.inputs, width: 100)
    let classes = rows(training.targets, width: 10)
    let asked = rows(validation.inputs, width: 100)
    let truths = rows(validation.targets, width: 10)
    var right = 0
    for (point, truth) in zip(asked, truths).prefix(100) {
      let squares = known.map { other in
        zip(point, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      }
      let nearest = squares.indices.min { squares[$0] < squares[$1] } ?? 0
      if classes[nearest] == truth { right += 1 }
    }
    // Ten classes: chance is 10. The specification's nets reach 98.7 of 100.
    #expect(right > 85)
  }

  @Test func `the noisy teacher's outputs are linear but for the noise`() throws {
    let task = try makeTask(
      "noisy-linear-teacher",
      ["train_samples": .integer(40_000), "validation_samples": .integer(40_000)])
    let batch = task.training(0)
    let (x, y) = (rows(batch.inputs, width: 40), rows(batch.targets, width: 3))
    for output in 0..<3 {
      let answers = y.map { $0[output] }
      let slopes = (0..<40).map { input in covariance(x.map { $0[input] }, answers) }
      let rest = covariance(answers, answers) - slopes.reduce(0) { $0 + $1 * $1 }
      // Variance 0.25, of 40 000 draws; the slopes' own errors take 40 · 1.25/40 000 off.
      #expect(abs(rest - 0.25) < 0.02)
    }
    #expect(abs(covariance(x.map { $0[0] }, x.map { $0[0] }) - 1) < 0.03)
  }

  @Test(arguments: [
    ("cosines", 0.3, cos(0.3 * Double.pi) + cos(0.6 * Double.pi) + cos(1.8 * Double.pi)),
    ("sines", 0.3, sin(0.6 * Double.pi) + sin(2.4 * Double.pi) / 2), ("absolute", -0.3, 0.3),
  ])
  func `functions have the values of their formulas on an even grid`(
    name: String, x: Double, value: Double
  ) throws {
    let task = try makeTask("function-fit", ["function": .text(name)])
    let function = try #require(task.targetFunction)
    #expect(abs(function.value([x][...]) - value) < 1e-14)
    let batch = task.training(0)
    #expect(batch.inputs.count == 200 && batch.inputs.first == -1 && batch.inputs.last == 1)
    let spacings = zip(batch.inputs.dropFirst(), batch.inputs).map { $0 - $1 }
    #expect(spacings.allSatisfy { abs($0 - 2.0 / 199) < 1e-14 })
    #expect(zip(batch.inputs, batch.targets).allSatisfy { function.value([$0][...]) == $1 })
    #expect(Set(task.validation(0).inputs).isDisjoint(with: batch.inputs))
  }

  @Test func `a function on a square is asked for on a square grid`() throws {
    let task = try makeTask("function-fit", ["function": .text("waves_2d")])
    let points = rows(task.training(0).inputs, width: 2)
    #expect(points.count == 1600 && Set(points).count == 1600)
    #expect(points.joined().allSatisfy { abs($0) <= 1 })
    let found = try #require(task.targetFunction).value([0.25, 0.125][...])
    let coarse: Double = sin(Double.pi / 4) * sin(Double.pi / 8)
    let expected = coarse + sin(Double.pi) / 2
    #expect(abs(found - expected) < 1e-15)
  }

  @Test func `the Poisson equation's source is minus the solution's second difference`() throws {
    let task = try makeTask("poisson", ["points": .integer(50)])
    let solution = try #require(task.targetFunction)
    let batch = task.training(0)
    #expect(batch.inputs.suffix(2) == [-1, 1] && batch.targets.suffix(2) == [0, 0])
    func u(_ x: Double) -> Double { solution.value([x][...]) }
    let h = 1e-4
    for (x, f) in zip(batch.inputs, batch.targets).dropLast(2) {
      let second = (u(x + h) - 2 * u(x) + u(x - h)) / (h * h)
      // h²/12 of the fourth derivative, 0.1·(10π)⁴ ≈ 1e5, and rounding over h².
      #expect(abs(-second - f) < 2e-4)
    }
  }
}
