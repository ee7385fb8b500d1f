import Figures
import Schema
import Testing

@testable import Judging
@testable import LearningFindings

private func widths(_ layers: Int) -> SettingValue {
  .list(Array(repeating: .integer(60), count: layers))
}

/// Nets of five and of three layers on the disk: what becomes of rank, λ₂₀/λ₁ and alignment in training.
private func disk(
  rank: Double = 0.6, decay: Double = 0.3, alignment: Double = 3
) -> FindingTable {
  let arms = [(5, 1), (5, 30), (3, 1), (3, 30)]
  return FindingTable(
    arms.map { layers, scale in
      let isLazy = scale > 1
      func course(_ start: Double, _ change: Double) -> [[Double]] {
        [[start, start], [start, start * (isLazy ? 1 : change)]].map { [$0[1], $0[1]] }
      }
      let values = [1, decay].map { change -> [Double] in
        let last = isLazy ? 0.01 : 0.01 * change
        let own = [1.0] + Array(repeating: 0.5, count: 18) + [last]
        return own + own
      }
      return FindingTable.Trial(
        settings: ["model.widths": widths(layers), "model.output.scale": .real(Double(scale))],
        steps: [0, 1000],
        values: [
          "kernel_effective_rank": course(10, rank), "kernel_eigenvalue": values,
          "kernel_target_alignment": course(0.07, alignment),
          "kernel_eigenfunction": [0, 1].map { _ in (0..<12).map { Double($0 % 3) - 1 } },
          "kernel_eigenfunction_alignment": [[0.2, 0.1, 0], [0.8, 0.2, 0.1]],
        ])
    })
}

/// The alignments on points of the four kinds in the course of training.
private func examples(deep: Double = 0.076, easy: Double = 0.07) -> FindingTable {
  let arms = [
    (5, 4000, 400, deep, easy), (2, 4000, 400, 0.043, 0.045), (5, 2000, 2000, 0.04, 0.036),
  ]
  return FindingTable(
    arms.map { layers, ownLabel, randomLabel, peak, easy in
      FindingTable.Trial(
        settings: [
          "model.widths": widths(layers), "task.easy": .integer(ownLabel),
          "task.difficult": .integer(randomLabel),
        ], steps: [0, 85, 1100],
        values: [
          "kernel_target_alignment": [
            [layers == 5 ? 0.02 : 0.026, 0.02, 0.02, 0.02], [peak, peak, easy, 0.018],
            [0.04, 0.04, 0.05, 0.05],
          ], "train_accuracy": [[0.1], [0.82], [1]],
        ])
    })
}

private func metric(rank: Double = 30, complexity: Double = 62) -> FindingTable {
  let courses: [(Double, alignment: Double, rank: Double, risk: Double, complexity: Double)] = [
    (0, 0.124, 95, 0.113, 98), (0.03, 0.4, rank, 0.034, complexity), (1, 0.13, 1.4, 0.07, 45),
  ]
  return FindingTable(
    courses.map { pace, alignment, rank, risk, complexity in
      FindingTable.Trial(
        settings: ["theory.pace": .real(pace)], steps: [0, 50, 400],
        values: [
          "kernel_target_alignment": [[0.124], [alignment], [0.1]],
          "kernel_effective_rank": [[95], [95], [rank]], "relative_risk": [[1], [risk], [0.13]],
          "sequence_complexity": [[0], [30], [complexity]],
        ])
    })
}

/// Nets of each task and rank, and of each scale, over four seeds: alignments at matched loss, which is a checkpoint earlier
/// on the first task.
private func richness(rank1: Double = 0.3, scale10: Double = 0.84) -> FindingTable {
  let marks = ["two-alternative": 0.055, "delayed-match": 0.03, "context-decision": 0.06]
  func net(
    _ task: String, rank: Int, scale: Double, _ alignment: Double, _ seed: Int
  ) -> FindingTable.Trial {
    let mark = marks[task] ?? 0
    let losses =
      task == "two-alternative" ? [0.09, mark - 0.001, 0.01] : [0.09, 0.08, mark - 0.001]
    let found = alignment + 0.01 * Double(seed)
    return FindingTable.Trial(
      settings: [
        "task.name": .text(task), "model.initial.recurrent.rank": .integer(rank),
        "model.output.scale": .real(scale),
      ], replicate: seed, steps: [0, 500, 1000],
      values: [
        "validation_loss": losses.map { [$0] }, "weight_change": [[0], [1 / scale], [1 / scale]],
        "recurrent_kernel_start_alignment": [
          [1], [found], [task == "two-alternative" ? 0.05 : found],
        ],
      ])
  }
  let ranks = [(1, rank1), (20, 0.46), (60, 0.55)]
  return FindingTable(
    (0..<4).flatMap { seed in
      marks.keys.sorted().flatMap { task in
        ranks.map { rank, alignment in net(task, rank: rank, scale: 1, alignment, seed) }
      }
        + [(3.0, 0.68), (10, scale10)].map { scale, alignment in
          net("two-alternative", rank: 60, scale: scale, alignment, seed)
        }
    })
}

/// Linear nets of each start over four seeds: alignments of points trained on and held out.
private func alignedStarts(inLine: Double = 0.96, rank1: Double = 0.1) -> FindingTable {
  let starts: [(Int, SettingValue, Double)] = [
    (1, .integer(1), inLine), (20, .text("all"), 0.87), (5, .text("all"), 0.7),
    (1, .text("all"), rank1),
  ]
  return FindingTable(
    starts.flatMap { rank, inputs, alignment in
      (0..<4).map { seed in
        FindingTable.Trial(
          settings: [
            "model.initial.hidden.rank": .integer(rank), "model.initial.hidden.inputs": inputs,
          ], replicate: seed, steps: [0, 4000],
          values: [
            "kernel_start_alignment": [[1, 1], [alignment + 0.002 * Double(seed), 0.5]]
          ])
      }
    })
}

extension MadeUpFinding {
  static let kernelRichnessAligned = MadeUpFinding(
    KernelRichnessAligned.self, with: alignedStarts(), without: alignedStarts(inLine: 0.1))
  static let kernelRichness = MadeUpFinding(
    KernelRichness.self, with: richness(), without: richness(rank1: 0.54, scale10: 0.56))
  static let featureAlignment = MadeUpFinding(
    FeatureAlignment.self, with: disk(), without: disk(rank: 0.95, alignment: 1.1))
  static let exampleDifficulty = MadeUpFinding(
    ExampleDifficulty.self, with: examples(), without: examples(deep: 0.035, easy: 0.02))
  static let featureMetric = MadeUpFinding(
    FeatureMetric.self, with: metric(), without: metric(rank: 90, complexity: 97))
}

@Suite struct FeatureAlignmentTests {
  private func passes(_ finding: any Finding.Type, _ table: FindingTable) throws -> [Bool] {
    try Verdict(finding, on: table).statistics.map(\.passes)
  }

  @Test func `each mark is missed by itself`() throws {
    let all = try passes(FeatureAlignment.self, disk())
    #expect(all == Array(repeating: true, count: 6))
    #expect(try passes(FeatureAlignment.self, disk(rank: 0.95)).count { !$0 } == 1)
    #expect(try passes(FeatureAlignment.self, disk(decay: 0.9)).count { !$0 } == 1)
    #expect(try passes(FeatureAlignment.self, disk(alignment: 1.4)).count { !$0 } == 1)
    #expect(try passes(ExampleDifficulty.self, examples(easy: 0.03)).count { !$0 } == 1)
    #expect(try passes(FeatureMetric.self, metric(complexity: 90)).count { !$0 } == 1)
    #expect(try passes(KernelRichness.self, richness(rank1: 0.47)).count { !$0 } == 2)
    #expect(try passes(KernelRichness.self, richness(scale10: 0.6)).count { !$0 } == 2)
    #expect(
      try passes(KernelRichnessAligned.self, alignedStarts(rank1: 0.46)) == [
        true, true, false, true,
      ])
    #expect(try passes(KernelRichnessAligned.self, alignedStarts(inLine: 0.86)).count { !$0 } == 2)
  }

  @Test func `eigenfunctions are pictures of the grid that they were taken on`() throws {
    let figures = FeatureAlignment.figures(of: disk())
    #expect(figures.count == 3)
    let panel = try #require(figures.last?.panels.first)
    #expect(panel.title == "number 1: cosine 0.8 to the task")
    guard case .map(let map) = panel.content else {
      Issue.record("no map")
      return
    }
    #expect(map.x == [-1, 1] && map.values == [[-1, 0], [1, -1]])
  }
}
