import Figures
import Foundation
import Judging
@testable import LearningFindings
@testable import RecurrentFindings
import Schema
import Testing

/// A made-up trial of the flow whose times and risks are theory's, times a factor and a power of ε for each degree.
private func flow(
  _ ratio: Double, law: String = "atoms", target: [Double] = [0.3, 1, 0.5, 0.25],
  bend: [Double] = [0, 0, 0, 0], plateau: Double = 1, alignment: Double = 0.4
) -> FindingTable.Trial {
  let scales = [
    0.7 * ratio, ratio.squareRoot() * (log(1 / ratio) / 4 + 0.9), 0.55 * pow(ratio, 0.25),
    // Too slow to come last at large ε, as in truth.
    15 * pow(ratio, 1 / 6),
  ]
  let learned = zip(scales, bend).map { $0 * pow(ratio, $1) }
  func left(_ degree: Int) -> Double {
    target.dropFirst(degree).reduce(0) { $0 + $1 * $1 } / 2
  }
  let isControl = target[1] == 0
  let times = [0] + (0..<150).map { ratio / 100 * exp(0.25 * Double($0)) }
  let risks = times.map { time in
    let passed = isControl ? (time > learned[0] ? 1 : 0) : learned.count { $0 <= time }
    return plateau * (passed == 4 ? 0 : left(passed))
  }
  return FindingTable.Trial(
    settings: [
      "theory.readout.law": .text(law), "theory.time_scale_ratio": .real(ratio),
      "theory.target": .list(target.map { .real($0) }),
      "theory.activation": .list([1, 1, 0.5, 0.25].map { .real($0) }),
    ], steps: Array(0..<times.count),
    values: [
      "flow_time": times.map { [$0] }, "risk": risks.map { [$0] },
      "learning_time": times.map { _ in learned },
      "alignment_scale": times.map { _ in [isControl ? 0 : alignment] },
    ])
}

private let ratios = (3...11).map { pow(10, -Double($0)) }

private func table(
  bend: [Double] = [0, 0, 0, 0], plateau: Double = 1, alignment: Double = 0
) -> FindingTable {
  var control = flow(1e-5, target: [0.3, 0, 0.5, 0.25])
  control.values["alignment_scale"] = control.values["alignment_scale"]?.map { _ in [alignment] }
  return FindingTable(
    ratios.map { flow($0, bend: bend, plateau: plateau) }
      + [[1, 1, 0.5, 0.25], [1, 1, 1, 1]].flatMap { target in
        ratios[1...7].map { flow($0, law: "uniform", target: target, bend: bend) }
      } + [control])
}

extension MadeUpFinding {
  static let learningTimeScales = MadeUpFinding(
    LearningTimeScales.self, with: judged(table()),
    without: judged(table(bend: [0, 0, 0.25, 0.3])))

  /// Without the large ε that are only in the figure.
  private static func judged(_ table: FindingTable) -> FindingTable {
    FindingTable(
      table.trials.filter {
        $0.text("theory.readout.law") == "uniform" || $0.real("theory.time_scale_ratio") < 3e-5
      })
  }
}

private func misses(_ table: FindingTable) throws -> [String] {
  try Verdict(LearningTimeScales.self, on: table).statistics.filter { !$0.passes }.map(\.name)
}

@Suite struct LearningTimeScalesTests {
  @Test func `theory's own times pass`() throws {
    let verdict = try Verdict(LearningTimeScales.self, on: table())
    #expect(verdict.statistics.count == 11)
    #expect(verdict.passes, "\(verdict.statistics.filter { !$0.passes })")
  }

  @Test func `other exponents miss, each its own mark`() throws {
    #expect(try misses(table(bend: [0.02, 0, 0, 0])) == ["slope of ln t0 on ln ε"])
    let second = try misses(table(bend: [0, 0, 0.02, 0]))
    #expect(second.contains("slope of ln t2 on ln ε"))
    #expect(second.contains { $0.contains("weights uniform") })
    #expect(try misses(table(bend: [0, 0, 0, 0.02])) == ["slope of ln t3 on ln ε"])
  }

  @Test func `wrong plateaus miss`() throws {
    #expect(try misses(table(plateau: 1.1)).count { $0.contains("plateau") } == 2)
  }

  @Test func `a table without the flow misses, and a file without its variables is told`() throws {
    var empty = table()
    empty.trials = []
    #expect(try !Verdict(LearningTimeScales.self, on: empty).passes)
    #expect(throws: FindingError.self) {
      try Verdict(LearningTimeScales.self, on: FindingTable([]))
    }
  }

  @Test func `the figure shows a curve for each ε and theory beside the times`() throws {
    let figure = try #require(LearningTimeScales.figures(of: table()).first)
    #expect(figure.panels.count == 2)
    guard case .series(let curves) = figure.panels[0].content else { return }
    #expect(curves.count { $0.style == .line } == ratios.count)
    #expect(LearningTimeScales.figures(of: FindingTable([])).isEmpty)
  }
}
