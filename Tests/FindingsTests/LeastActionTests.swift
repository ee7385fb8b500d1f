import Figures
import Foundation
import Judging
@testable import LearningFindings
@testable import RecurrentFindings
import Schema
import Testing

private let methods = [
  "gradient_descent_ascent", "positive_momentum", "negative_momentum", "complex_momentum",
  "extragradient", "optimistic_gradient", "lead",
]

/// The specification's radii at γ = 0, 0.9, 0.95 and 1, some of them between its columns.
private let radii: [String: [Double]] = [
  "gradient_descent_ascent": [0.888, 0.994, 0.998, 1],
  "positive_momentum": [0.612, 0.994, 0.998, 1],
  "negative_momentum": [0.884, 0.961, 0.98, 1], "complex_momentum": [0.883, 0.959, 0.962, 0.966],
  // Of a whole step, two gradients.
  "extragradient": [0.653, 0.929, 0.938, 0.947],
  "optimistic_gradient": [0.888, 0.958, 0.965, 0.97],
  "lead": [0.616, 0.954, 0.957, 0.961],
]

private func adversarial(_ changed: [String: [Double]] = [:]) -> FindingTable {
  let found = radii.merging(changed) { _, new in new }
  return FindingTable(
    methods.flatMap { method in
      zip([0, 0.9, 0.95, 1], found[method] ?? []).map { share, radius in
        FindingTable.Trial(
          settings: [
            "theory.method": .text(method), "theory.game.adversarialness": .real(share),
          ], steps: [50], values: ["spectral_radius": [[radius]]])
      }
    })
}

extension MadeUpFinding {
  static let adversarialGames = MadeUpFinding(
    AdversarialGames.self, with: judged(adversarial()),
    without: judged(adversarial(["lead": [0.616, 0.97, 0.975, 0.98]])))

  /// Without the pairs that no mark is made of.
  private static func judged(_ table: FindingTable) -> FindingTable {
    FindingTable(
      table.trials.filter {
        $0.real("theory.game.adversarialness") > 0
          || ["lead", "positive_momentum"].contains($0.text("theory.method"))
      })
  }
}

@Suite struct AdversarialGamesTests {
  private func passes(_ table: FindingTable) throws -> [Bool] {
    try Verdict(AdversarialGames.self, on: table).statistics.map(\.passes)
  }

  @Test func `the specification's radii pass, and each mark can be missed`() throws {
    #expect(try passes(adversarial()) == [true, true, true, true])
    #expect(
      try passes(adversarial(["lead": [0.616, 0.96, 0.957, 0.961]])) == [false, true, true, true])
    let calm = ["positive_momentum": [0.612, 0.994, 0.998, 0.99]]
    #expect(try passes(adversarial(calm)) == [true, false, true, true])
    #expect(
      try passes(adversarial(["lead": [0.616, 0.954, 0.957, 0.9655]])) == [true, true, false, true])
    #expect(
      try passes(adversarial(["lead": [0.63, 0.954, 0.957, 0.961]])) == [true, true, true, false])
  }

  @Test func `the extragradient counts by the gradient`() throws {
    // 0.91 a step is 0.954 a gradient.
    let fast = ["extragradient": [0.653, 0.90, 0.938, 0.947]]
    #expect(try passes(adversarial(fast)) == [false, true, true, true])
    let figure = try #require(AdversarialGames.figures(of: adversarial()).first)
    guard case .series(let curves) = figure.panels[0].content else { return }
    let extra = try #require(curves.first { $0.name == "extragradient, a gradient" })
    #expect(abs((extra.points.last?.y ?? .nan) - 0.947.squareRoot()) < 1e-12)
  }
}

private let stepSizes = [0.1, 0.25, 0.5, 0.5.squareRoot(), 1]

/// Radii of the table's formulas; for the rest numbers that differ from one another, and the known ones at ½.
private func bilinearRadius(_ method: String, _ size: Double) -> Double {
  switch method {
  case "gradient_descent_ascent": hypot(1, size)
  case "alternating_descent_ascent": 1
  case "extragradient": hypot(1 - size * size, size)
  case "competitive_gradient": 1 / hypot(1, size)
  case "symplectic_adjustment", "consensus": hypot(1 - size, size)
  case "positive_momentum": 1 + 0.3 * size
  case "optimistic_gradient", "lead": 0.5.squareRoot() + abs(size - 0.5)
  case "negative_momentum": 0.9 + 0.2 * size
  default: 0.8 + 0.3 * size
  }
}

private func bilinearTable(
  measured: (_ method: String, _ size: Double, _ radius: Double) -> Double = { $2 }
) -> FindingTable {
  let all =
    methods + [
      "alternating_descent_ascent", "competitive_gradient", "symplectic_adjustment", "consensus",
    ]
  return FindingTable(
    all.flatMap { method in
      stepSizes.map { size in
        let radius = bilinearRadius(method, size)
        return FindingTable.Trial(
          settings: ["theory.method": .text(method), "theory.step_size": .real(size)],
          steps: [0, 2000],
          values: [
            "measured_rate": [[.nan], [log(measured(method, size, radius))]],
            "spectral_radius": [[radius], [radius]],
          ])
      }
    })
}

extension MadeUpFinding {
  static let bilinearGame = MadeUpFinding(
    BilinearGame.self, with: bilinearTable(), without: bilinearTable { _, _, _ in 0.99 })
}

@Suite struct BilinearGameTests {
  private func misses(
    _ measured: (_ method: String, _ size: Double, _ radius: Double) -> Double
  ) throws -> [Int] {
    try Verdict(BilinearGame.self, on: bilinearTable(measured: measured)).statistics.enumerated()
      .filter { !$0.element.passes }.map(\.offset)
  }

  @Test func `each mark can be missed`() throws {
    #expect(try misses { $2 } == [])
    #expect(try misses { $0 == "consensus" ? 1.02 * $2 : $2 } == [0])
    #expect(try misses { $0 == "complex_momentum" ? 1.02 * $2 : $2 } == [1])
    #expect(try misses { $0 == "gradient_descent_ascent" && $1 == 0.1 ? 0.999 : $2 } == [2])
    #expect(try misses { $0 == "positive_momentum" && $1 == 0.1 ? 0.999 : $2 }.contains(3))
    #expect(try misses { $0 == "optimistic_gradient" && $1 == 0.5 ? 0.73 : $2 } == [1, 4])
    #expect(try misses { $0 == "lead" && $1 == 0.5 ? 0.7092 : $2 } == [5])
  }

  @Test func `the figure has measured points on the roots' lines`() throws {
    let figure = try #require(BilinearGame.figures(of: bilinearTable()).first)
    #expect(figure.panels.count == 2)
    guard case .series(let curves) = figure.panels[1].content else { return }
    #expect(curves.filter { $0.style == .points }.map(\.points.count) == [5, 5, 5, 5])
  }
}

private func flowTable(
  rise: Double = -1e-8, ratio: Double = 1, doubled: Double = 1e-3
) -> FindingTable {
  FindingTable(
    [0, 0.3, 1].flatMap { curvature in
      [0.5, 1, 2].flatMap { friction in
        [1.0, 2].map { magnetism in
          FindingTable.Trial(
            settings: [
              "theory.game.curvature": .real(curvature), "theory.friction": .real(friction),
              "theory.magnetism": .real(magnetism),
            ], steps: [0, 100, 200],
            values: [
              "flow_time": [[0], [1], [2]], "lyapunov_function": [[2], [0.5], [0.1]],
              "lyapunov_bound": [[2], [1], [0.5]],
              "largest_rise": [[.nan], [-1e-6], [magnetism == 1 ? rise : doubled]],
              "largest_bound_ratio": [[1], [1], [magnetism == 1 ? ratio : 1.1]],
            ])
        }
      }
    })
}

extension MadeUpFinding {
  static let leastActionFlow = MadeUpFinding(
    LeastActionFlowFinding.self, with: flowTable(),
    without: flowTable(rise: 1e-4, ratio: 1.01))
}

@Suite struct LeastActionFlowFindingTests {
  private func passes(_ table: FindingTable) throws -> [Bool] {
    try Verdict(LeastActionFlowFinding.self, on: table).statistics.map(\.passes)
  }

  @Test func `each mark can be missed`() throws {
    #expect(try passes(flowTable()) == [true, true, true])
    #expect(try passes(flowTable(rise: 1e-7)) == [false, true, true])
    #expect(try passes(flowTable(ratio: 1.000001)) == [true, false, true])
    #expect(try passes(flowTable(doubled: -1e-9)) == [true, true, false])
  }

  @Test func `the figure has a course for each friction beside its bound`() throws {
    let figure = try #require(LeastActionFlowFinding.figures(of: flowTable()).first)
    guard case .series(let curves) = figure.panels[0].content else { return }
    #expect(curves.map(\.points.count) == [3, 3, 3, 3, 3, 3])
    #expect(curves[0].points[1].y == 0.25)
  }
}
