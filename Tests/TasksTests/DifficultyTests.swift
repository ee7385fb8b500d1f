import LinearAlgebra
import Foundation
import LinearAlgebra
import Schema
import Tasks
import Testing

@Suite struct DifficultyTests {
  private func points(_ batch: Batch) -> [(x: Double, y: Double, label: Double)] {
    batch.targets.indices.map {
      (batch.inputs[2 * $0], batch.inputs[2 * $0 + 1], batch.targets[$0])
    }
  }

  @Test func `a disk of half the square's area is told from its outside`() throws {
    let many: [String: SettingValue] = [
      "samples": .integer(4000), "validation_samples": .integer(4000),
    ]
    let task = try makeTask("disk", many)
    for batch in [task.training(0), task.validation(0)] {
      for (x, y, label) in points(batch) {
        #expect(abs(x) <= 1 && abs(y) <= 1 && label == (x * x + y * y < 2 / .pi ? 1 : 0))
      }
      // Five standard errors of half of 4000.
      #expect(abs(batch.targets.reduce(0, +) - 2000) < 160)
    }
    #expect(task.training(0) == task.training(5) && task.loss == .logistic)
    #expect(!task.tellsDifficulty && task.trainingExamples(.easy, count: 3) == nil)
  }

  @Test(arguments: ["disk", "split_disk", "yin_yang"])
  func `each region's labels are its function's sign`(_ region: String) throws {
    let task = try makeTask("disk", ["region": .text(region)])
    let function = try #require(task.targetFunction)
    for (x, y, label) in self.points(task.training(0)) {
      #expect(function.value([x, y][...]) == (label == 1 ? 1 : -1))
    }
    let apart = [
      "disk": [[0.9, 0.9], [0, 0]], "split_disk": [[0.1, 0.1], [-0.1, 0.1]],
      "yin_yang": [[0.5, 0.5], [0.5, -0.5]],
    ]
    let points = try #require(apart[region])
    #expect(function.value(points[0][...]) != function.value(points[1][...]))
  }

  @Test func `flipped labels are the difficult examples`() throws {
    let task = try makeTask("disk", ["label_noise": .real(0.2)])
    let plain = try makeTask("disk").training(0)
    let noisy = task.training(0)
    #expect(noisy.inputs == plain.inputs)
    #expect(zip(noisy.targets, plain.targets).count { $0 != $1 } == 20)
    let difficult = try #require(task.trainingExamples(.difficult, count: 100))
    #expect(difficult.targets.rows == 20)
    let inside = (0..<20).map { row in
      let (x, y) = (difficult.inputs[row, 0], difficult.inputs[row, 1])
      return x * x + y * y < 2 / .pi ? 1.0 : 0
    }
    #expect(zip(inside, difficult.targets.elements).allSatisfy { $0 != $1 })
    #expect(task.trainingExamples(.easy, count: 7)?.inputs.rows == 7)
  }

  @Test func `glyphs of a label drawn at random are difficult, in training alone`() throws {
    let task = try makeTask(
      "glyphs",
      [
        "easy": .integer(600), "difficult": .integer(300), "noise": .real(0),
        "validation_samples": .integer(100),
      ])
    #expect((task.inputSize, task.outputSize, task.trainingBatchesPerEpoch) == (63, 10, 9))
    // Without noise ten digits at nine places, each of one label.
    func labels(_ examples: Examples) -> [[Double]: Set<[Double]>] {
      (0..<examples.inputs.rows).reduce(into: [:]) { known, row in
        known[Array(examples.inputs[row: row]), default: []].insert(
          Array(examples.targets[row: row]))
      }
    }
    let easy = try #require(task.trainingExamples(.easy, count: 1000))
    let difficult = try #require(task.trainingExamples(.difficult, count: 1000))
    #expect((easy.inputs.rows, difficult.inputs.rows) == (600, 300))
    #expect(labels(easy).count <= 90 && labels(easy).values.allSatisfy { $0.count == 1 })
    #expect(labels(difficult).values.contains { $0.count > 1 })
    #expect(Set(easy.inputs.elements) == [-0.5, 1.5])
    // One in ten labels is right by chance: 30, give or take five deviations.
    let known = labels(easy)
    let right = (0..<300).count { row in
      known[Array(difficult.inputs[row: row])]?.contains(Array(difficult.targets[row: row])) == true
    }
    #expect((4...56).contains(right))
    #expect(try !makeTask("glyphs", ["difficult": .integer(0)]).tellsDifficulty)
  }
}
