import Foundation
import Schema
import Tasks
import Testing

@Suite struct TwoMoonsTaskTests {
  private func points(_ batch: Batch) -> [(x: Double, y: Double, label: Bool)] {
    batch.targets.indices.map {
      (batch.inputs[2 * $0], batch.inputs[2 * $0 + 1], batch.targets[$0] == 1)
    }
  }

  /// The authors' lines in NumPy, n = 6, noise 0, Δ = 0.1:
  /// t = linspace(0, π, 3); x = r_[c_[cos(t), sin(t)], c_[1-cos(t), .5-sin(t)]]; s = array([-1]*3 + [1]*3)
  /// x[:,0] -= .5; x[:,1] -= .3*s; x[:,1] -= x[:,1].mean(); x[:,1] = -s*abs(x[:,1]); x[:,1] -= s*.1; x = x[:,::-1]
  @Test func `points without noise are those of the paper's code`() throws {
    let task = try makeTask(
      "two-moons", ["samples": .integer(6), "validation_samples": .integer(6), "noise": .real(0)])
    let found = points(task.training(0)).sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    let expected: [(Double, Double, Bool)] = [
      (-1.15, 0.5, true), (-0.15, -0.5, true), (-0.15, 1.5, true), (0.15, -1.5, false),
      (0.15, 0.5, false), (1.15, -0.5, false),
    ]
    for (found, expected) in zip(found, expected) {
      // Single precision.
      #expect(abs(found.x - expected.0) < 1e-6 && abs(found.y - expected.1) < 1e-6)
      #expect(found.label == expected.2)
    }
  }

  @Test func `a line separates moons apart by twice the gap, and not those interlocked`() throws {
    let task = try makeTask("two-moons", ["gap": .real(0.1), "validation_gap": .real(-0.1)])
    let training = points(task.training(0))
    let validation = points(task.validation(0))
    #expect(training.count == 300 && training.count(where: \.label) == 150)
    #expect(training.allSatisfy { $0.label == ($0.x < 0) && abs($0.x) > 0.1 - 1e-6 })
    #expect(validation.contains { $0.label != ($0.x < 0) })
    #expect(task.repeatsBatch && task.training(7) == task.training(0))
  }

  @Test func `a quarter turn swaps coordinates`() throws {
    let plain = points(try makeTask("two-moons").training(0))
    let turned = points(try makeTask("two-moons", ["rotation": .real(90)]).training(0))
    // Single precision.
    #expect(zip(plain, turned).allSatisfy { abs($1.x + $0.y) < 1e-6 && abs($1.y - $0.x) < 1e-6 })
  }

  @Test func `a validation set that cannot fill the batch is refused`() {
    #expect(throws: TaskError.self) {
      try makeTask("two-moons", ["validation_samples": .integer(200)])
    }
  }
}
