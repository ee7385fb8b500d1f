import CognitiveTasks
import Foundation
import Schema
import Tasks
import Testing

/// Tasks on which nets are compared with each other (arXiv:2410.03972). Targets are worked out again from inputs.
@Suite struct DegeneracyTaskTests {
  private static let names = [
    "flip-flop", "sine-generation", "delayed-discrimination", "path-integration",
  ]

  /// A column of a sequence of a batch, step by step.
  private func course(
    _ numbers: [Double], _ column: Int, of width: Int, _ sequence: Int, batch: Int
  ) -> [Double] {
    stride(from: sequence, to: numbers.count / width, by: batch).map {
      numbers[$0 * width + column]
    }
  }

  private func inputs(
    _ task: any LearningTask, _ batch: Batch, _ column: Int, _ sequence: Int
  ) -> [Double] {
    course(batch.inputs, column, of: task.inputSize, sequence, batch: task.batchSize)
  }

  private func targets(
    _ task: any LearningTask, _ batch: Batch, _ column: Int, _ sequence: Int
  ) -> [Double] {
    course(batch.targets, column, of: task.targetSize, sequence, batch: task.batchSize)
  }

  @Test func `a flip-flop's output is the last pulse of its input`() throws {
    let task = try makeTask("flip-flop", ["bits": .integer(4), "batch": .integer(20)])
    #expect(task.inputSize == 4 && task.outputSize == 4 && task.scoredSteps == 0..<50)
    let batch = task.training(3)
    var pulses = 0
    for sequence in 0..<20 {
      for bit in 0..<4 {
        let shown = inputs(task, batch, bit, sequence)
        #expect(abs(shown[0]) == 1)
        var held = 0.0
        let expected = shown.map { pulse in
          if pulse != 0 { held = pulse }
          return held
        }
        #expect(targets(task, batch, bit, sequence) == expected)
        pulses += shown.dropFirst().count { $0 != 0 }
      }
    }
    #expect(Set(batch.inputs) == [-1, 0, 1])
    // 3920 draws at 0.1, five deviations of 19.
    #expect(abs(pulses - 392) < 95)
  }

  @Test func `a sine's frequency is a tenth of its input`() throws {
    let task = try makeTask("sine-generation", ["channels": .integer(2), "batch": .integer(9)])
    let batch = task.training(0)
    for sequence in 0..<9 {
      for channel in 0..<2 {
        let shown = inputs(task, batch, channel, sequence)
        #expect(Set(shown).count == 1 && shown[0] >= 0.2 && shown[0] < 1)
        let sine = targets(task, batch, channel, sequence)
        for (step, value) in sine.enumerated() {
          #expect(abs(value - sin(2 * .pi * shown[0] / 10 * Double(step))) < 1e-12)
        }
      }
    }
    #expect(throws: TaskError.self) { try makeTask("sine-generation", ["lowest": .real(0.2)]) }
  }

  @Test func `the stronger of two pulses is told after the second`() throws {
    let task = try makeTask(
      "delayed-discrimination", ["channels": .integer(2), "batch": .integer(40)])
    #expect(task.length == 28 && task.targetSize == 3 && task.weighsSteps)
    let batch = task.training(1)
    var delays: Set<Int> = []
    var allWeights = [Double]()
    for sequence in 0..<40 {
      let one = inputs(task, batch, 0, sequence)
      let steps = one.indices.filter { one[$0] != 0 }
      #expect(steps.count == 6 && Array(steps.prefix(3)) == [2, 3, 4])
      let second = steps[3]
      #expect(Array(steps.suffix(3)) == [second, second + 1, second + 2])
      delays.insert(second - 5)
      for channel in 0..<2 {
        let shown = inputs(task, batch, channel, sequence)
        let (a, c) = (shown[2], shown[second])
        #expect(abs(a - c) >= 0.1 && (0.2..<1).contains(a) && (0.1...1.3).contains(c))
        let answer = (0..<28).map { step in
          (second + 3..<second + 8).contains(step) ? (a > c ? 1.0 : -1) : 0
        }
        #expect(targets(task, batch, channel, sequence) == answer)
      }
      let weights = targets(task, batch, 2, sequence)
      #expect(weights.indices.allSatisfy { (weights[$0] > 0) == ($0 < second + 8) })
      allWeights += weights
    }
    #expect(delays.isSubset(of: Set(5...15)) && delays.count > 5)
    #expect(Set(allWeights).count == 2)
    #expect(abs(allWeights.reduce(0, +) / Double(allWeights.count) - 1) < 1e-12)
  }

  @Test func `one delay leaves no step that does not count`() throws {
    let task = try makeTask(
      "delayed-discrimination", ["shortest_delay": .integer(4), "longest_delay": .integer(4)])
    #expect(task.length == 17 && !task.weighsSteps && task.targetSize == 1)
    #expect(throws: TaskError.self) {
      try makeTask("delayed-discrimination", ["longest_delay": .integer(4)])
    }
  }

  @Test(arguments: [2, 3])
  func `a path is the sum of the steps along its heading`(_ dimensions: Int) throws {
    let task = try makeTask(
      "path-integration", ["dimensions": .integer(dimensions), "batch": .integer(8)])
    let batch = task.training(0)
    for sequence in 0..<8 {
      let shown = (0..<dimensions).map { inputs(task, batch, $0, sequence) }
      var position = [Double](repeating: 0, count: dimensions)
      var angles = [Double](repeating: 0, count: dimensions - 1)
      for step in 0..<20 {
        for index in angles.indices { angles[index] += shown[index][step] }
        let speed = shown[dimensions - 1][step] / 5
        #expect(speed >= 0 && speed < 0.2)
        let rise = dimensions == 3 ? angles[1] : 0
        let way = [cos(rise) * cos(angles[0]), cos(rise) * sin(angles[0]), sin(rise)]
        for axis in 0..<dimensions {
          position[axis] += speed * way[axis]
          #expect(abs(targets(task, batch, axis, sequence)[step] - position[axis]) < 1e-12)
        }
      }
    }
  }

  @Test func `angular velocities forget by a fifth a step`() throws {
    let task = try makeTask(
      "path-integration", ["length": .integer(400), "batch": .integer(20)])
    let batch = task.training(0)
    var (products, squares) = (0.0, 0.0)
    for sequence in 0..<20 {
      let course = inputs(task, batch, 0, sequence)
      for (a, b) in zip(course, course.dropFirst()) {
        products += a * b
        squares += a * a
      }
    }
    // Of 8000 steps: five standard errors √((1 − 0.64)/8000) = 0.0067; the variance is 0.18²/(1 − 0.64).
    #expect(abs(products / squares - 0.8) < 0.034)
    #expect(abs(squares / 7980 - 0.09) < 0.02)
  }

  @Test(arguments: names)
  func `a key of the sequences makes them the same for every seed`(_ name: String) throws {
    let shared: [String: SettingValue] = ["data_seed": .integer(7)]
    let (one, other) = (try makeTask(name, shared), try makeTask(name, shared, seed: 2))
    #expect(one.validation(0) == other.validation(0) && one.training(5) == other.training(5))
    #expect(try makeTask(name, seed: 2).validation(0) != makeTask(name).validation(0))
    #expect(try makeTask(name, seed: 7).training(0) == one.training(0))
    #expect(one.training(0) != one.training(1) && one.training(0) != one.validation(0))
  }

  @Test(arguments: names)
  func `a longer probe begins with the shorter one`(_ name: String) throws {
    let task = try makeTask(name)
    let numbers = task.probe(trajectories: 2, steps: 70)
    #expect(numbers.allSatisfy { $0.isFinite })
    #expect(Array(numbers.prefix(60 * task.inputSize)) == task.probe(trajectories: 2, steps: 30))
    let first = (0..<70).flatMap { step in
      numbers[step * 2 * task.inputSize..<(step * 2 + 1) * task.inputSize]
    }
    #expect(first == task.probe(trajectories: 1, steps: 70))
  }
}
