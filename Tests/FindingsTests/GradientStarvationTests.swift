import Figures
import Judging
@testable import LearningFindings
@testable import RecurrentFindings
import Schema
import Testing

extension MadeUpFinding {
  static let gradientStarvation = MadeUpFinding(
    GradientStarvation.self, with: judged(GradientStarvationTests.table()),
    without: judged(GradientStarvationTests.table(plain: 0.15, ratio: 0.035, accuracy: 0.975)))

  /// Nets under weight decay are only in the figure.
  private static func judged(_ table: FindingTable) -> FindingTable {
    FindingTable(table.trials.filter { $0.real("training.weight_decay") == 0 })
  }
}

@Suite struct GradientStarvationTests {
  private static func trial(
    gap: Double, decay: Double = 0, penalty: Double = 0, curvature: Double, ratio: Double,
    accuracy: Double
  ) -> FindingTable.Trial {
    FindingTable.Trial(
      settings: [
        "task.gap": .real(gap), "training.weight_decay": .real(decay),
        "training.logit_penalty.weight": .real(penalty),
      ], steps: [0, 10_000],
      values: [
        "boundary_curvature": [[0.3], [curvature]], "starvation_ratio": [[1], [ratio]],
        "validation_accuracy": [[0.5], [accuracy]], "decision_boundary": [[0, 0], [0.1, .nan]],
        "feature_response": [[1, 2], [3, 4]],
      ])
  }

  /// Figures of a pilot on two moons, some replaced.
  fileprivate static func table(
    plain: Double = 0.030, decoupled: Double = 0.152, ratio: Double = 0.241,
    accuracy: Double = 1
  ) -> FindingTable {
    FindingTable([
      trial(gap: -0.1, curvature: 0.157, ratio: 0.196, accuracy: 1),
      trial(gap: 0.1, curvature: plain, ratio: 0.035, accuracy: 0.975),
      trial(gap: 0.1, decay: 0.01, curvature: 0.078, ratio: 0.07, accuracy: 0.962),
      trial(gap: 0.1, penalty: 0.003, curvature: decoupled, ratio: ratio, accuracy: accuracy),
    ])
  }

  private func passes(_ table: FindingTable) throws -> [Bool] {
    try Verdict(GradientStarvation.self, on: table).statistics.map(\.passes)
  }

  @Test func `the pilot's figures pass, and each mark can be missed`() throws {
    #expect(try passes(Self.table()) == [true, true, true, true, true])
    #expect(try passes(Self.table(plain: 0.09)) == [false, false, true, true, true])
    #expect(try passes(Self.table(decoupled: 0.07)) == [true, false, true, true, true])
    #expect(try passes(Self.table(ratio: 0.1)) == [true, true, false, true, true])
    #expect(try passes(Self.table(accuracy: 0.98)) == [true, true, true, false, true])
    var without = Self.table()
    without.trials.removeLast()
    #expect(try passes(without) == [true, false, false, false, true])
  }

  @Test func `the figure has a boundary for each kind of trial`() throws {
    let figure = try #require(GradientStarvation.figures(of: Self.table()).first)
    guard case .series(let curves) = figure.panels[0].content else { return }
    #expect(curves.map(\.points.count) == [1, 1, 1, 1])
    #expect(curves.first?.points.first?.x == 0.1)
  }
}

extension MadeUpFinding {
  static let gradientStarvationToy = MadeUpFinding(
    GradientStarvationToy.self,
    with: GradientStarvationToyTests.table(GradientStarvationToyTests.exact),
    without: GradientStarvationToyTests.table([1.64, 1.64, 1.64, 1.64, 1.64]))
}

@Suite struct GradientStarvationToyTests {
  fileprivate static let exact = [1.640, 1.583, 1.467, 1.329, 1.185]

  fileprivate static func table(
    _ second: [Double], decoupled: [Double] = [1.708, 1.708, 1.708, 1.708, 1.708]
  ) -> FindingTable {
    func trial(_ penalty: String, _ strength: Int, _ response: Double) -> FindingTable.Trial {
      FindingTable.Trial(
        settings: [
          "theory.penalty": .text(penalty), "theory.strength": .real(Double(strength)),
        ], steps: [0],
        values: ["feature_response": [[6, response]], "fixed_point_residual": [[1e-9]]])
    }
    return FindingTable(
      second.enumerated().map { trial("weights", $0 + 2, $1) }
        + decoupled.enumerated().map { trial("logits", $0 + 2, $1) })
  }

  private func passes(_ table: FindingTable) throws -> [Bool] {
    try Verdict(GradientStarvationToy.self, on: table).statistics.map(\.passes)
  }

  @Test func `the exact responses pass, and others miss`() throws {
    let exact = Self.exact
    #expect(try passes(Self.table(exact)) == [true, true, true, true])
    #expect(try passes(Self.table([1.640, 1.2, 1.25, 1.2, 1.185])) == [false, true, true, true])
    #expect(try passes(Self.table([1.640, 1.62, 1.6, 1.55, 1.5])) == [true, false, true, true])
    let uneven = [1.708, 1.712, 1.708, 1.708, 1.708]
    #expect(try passes(Self.table(exact, decoupled: uneven)) == [true, true, false, true])
    #expect(GradientStarvationToy.figures(of: Self.table(exact)).first?.panels.count == 2)
  }
}

extension MadeUpFinding {
  static let gradientStarvationColor = MadeUpFinding(
    GradientStarvationColor.self,
    with: judgedColors(GradientStarvationColorTests.table(plain: 0.31, scheduled: 0.71)),
    without: judgedColors(GradientStarvationColorTests.table(plain: 0.31, scheduled: 0.31)))

  /// Without the schedules that are only in the figure.
  private static func judgedColors(_ table: FindingTable) -> FindingTable {
    FindingTable(
      table.trials.filter { $0.real("training.logit_penalty.switch_step") != 100 })
  }
}

@Suite struct GradientStarvationColorTests {
  fileprivate static func table(
    plain: Double, scheduled: Double, train: Double = 0.67
  ) -> FindingTable {
    func trial(
      _ step: SettingValue, _ weight: Double, _ train: Double, _ test: Double
    ) -> FindingTable.Trial {
      FindingTable.Trial(
        settings: [
          "training.logit_penalty.switch_step": step,
          "training.logit_penalty.weight": .real(weight),
        ], steps: [0, 900],
        values: ["train_accuracy": [[0.5], [train]], "validation_accuracy": [[0.5], [test]]])
    }
    return FindingTable([
      trial(.text("never"), 0, 1, plain), trial(.integer(100), 2e-5, 0.74, 0.55),
      trial(.integer(200), 2e-5, train, scheduled),
    ])
  }

  private func passes(_ table: FindingTable) throws -> [Bool] {
    try Verdict(GradientStarvationColor.self, on: table).statistics.map(\.passes)
  }

  @Test func `the pilot's figures pass, and others miss`() throws {
    #expect(try passes(Self.table(plain: 0.31, scheduled: 0.71)) == [true, true, true])
    #expect(try passes(Self.table(plain: 0.45, scheduled: 0.60)) == [false, false, true])
    #expect(
      try passes(Self.table(plain: 0.31, scheduled: 0.65, train: 0.9)) == [true, true, false])
    let figure = GradientStarvationColor.figures(of: Self.table(plain: 0.3, scheduled: 0.7)).first
    guard case .series(let curves) = figure?.panels.first?.content else { return }
    #expect(curves.map(\.name) == ["plain", "switch at 100", "switch at 200"])
  }
}
