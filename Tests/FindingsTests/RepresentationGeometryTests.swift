import Figures
import Judging
@testable import LearningFindings
@testable import RecurrentFindings
import Schema
import Testing

/// Made-up nets as the pilot's were: readable early, spoken late.
private func table(
  _ change: (inout [String: [Double]]) -> Void = { _ in }
) -> FindingTable {
  let trials = [10, 20].flatMap { blanks in
    (0..<2).map { replicate in net(blanks: blanks, replicate: replicate, change) }
  }
  return FindingTable(trials)
}

private func net(
  blanks: Int, replicate: Int, _ change: (inout [String: [Double]]) -> Void
) -> FindingTable.Trial {
  let length = 10 + blanks
  // Sequences of 30 steps are the longest of the sweep: shorter ones end in NaN.
  func series(_ value: (Int) -> Double) -> [Double] {
    (0..<30).map { $0 < length ? value($0) : .nan }
  }
  var values: [String: [Double]] = [
    "readout_accuracy": series { $0 == length - 1 ? 0.92 : 0.1 },
    "neighbour_accuracy": series { $0 < 2 ? 0.5 : 0.93 },
    "linear_accuracy": series { $0 < 2 ? 0.5 : 0.91 },
    "class_separation": series { $0 < 10 ? 0.3 : 0.3 + 0.08 * Double($0 - 9) },
    "state_participation_ratio": series { $0 < 10 ? 14 : max(6, 14 - Double($0 - 9)) },
    "changed_accuracy": [0.1, 0.94, 0.12],
  ]
  change(&values)
  let untrained: [String: [Double]] = [
    "readout_accuracy": series { _ in 0.1 }, "neighbour_accuracy": series { _ in 0.5 },
    "linear_accuracy": series { _ in 0.5 }, "class_separation": series { _ in 0.2 },
    "state_participation_ratio": series { _ in 4 }, "changed_accuracy": [.nan, .nan, .nan],
  ]
  return FindingTable.Trial(
    settings: [
      "task.blanks": .integer(blanks), "task.noise": .real(1),
      "model.initial.recurrent.gain": .real(1),
      "observe.under_change.changes": .list([
        .text("blanks=9"), .text("blanks=10"), .text("blanks=11"),
      ]),
    ], replicate: replicate, steps: [0, 600],
    values: values.mapValues { [$0] }.merging(untrained.mapValues { [$0] }) { [$1[0], $0[0]] })
}

extension MadeUpFinding {
  static let representationGeometry = MadeUpFinding(
    RepresentationGeometryFinding.self, with: table(),
    without: table { values in
      values["class_separation"] = values["class_separation"]?.map { $0.isNaN ? $0 : 0.3 }
    })
}

@Suite struct RepresentationGeometryTests {
  private func statistics(_ table: FindingTable) -> [Statistic] {
    RepresentationGeometryFinding.statistics(of: table)
  }

  @Test func `nets as the pilot's pass every mark`() {
    let found = statistics(table())
    #expect(found.count == 23)
    for statistic in found { #expect(statistic.passes, "\(statistic)") }
  }

  @Test(arguments: [
    ("readout_accuracy", 0.9, ["read-out r(Ts−1)"]),
    ("neighbour_accuracy", 0.3, ["neighbours k(Ts−1)", "neighbours k(2)"]),
    ("class_separation", 0.3, ["separation S(T−1)/S(Ts−1), trained"]),
    ("state_participation_ratio", 3, ["PR(T−1)/PR(Ts−1), trained", "PR(T−1), trained"]),
    ("changed_accuracy", 0.6, ["accuracy at 9", "accuracy at 11", "accuracy at 10"]),
  ])
  func `what stays the same misses its marks`(
    _ variable: String, _ value: Double, _ missed: [String]
  ) {
    let found = statistics(
      table { values in
        values[variable] = values[variable]?.map { $0.isNaN ? $0 : value }
      })
    for name in missed {
      #expect(found.contains { $0.name.contains(name) && !$0.passes }, "\(name)")
    }
    let others = found.filter { one in !missed.contains { one.name.contains($0) } }
    #expect(others.contains { $0.passes })
  }

  @Test func `without nets of the right kind everything misses`() {
    #expect(statistics(FindingTable([])).allSatisfy { !$0.passes })
    var other = table()
    for index in other.trials.indices { other.trials[index].settings["task.noise"] = .real(2) }
    #expect(statistics(other).allSatisfy { !$0.passes })
  }

  @Test func `the headline figure shows every time step, and other lengths`() {
    let figures = RepresentationGeometryFinding.figures(of: table())
    #expect(figures.count == 3)
    guard case .series(let curves) = figures[0].panels[0].content else { return }
    #expect(curves[0].points.count == 20 && curves.map(\.name).contains("trained read-out"))
    guard case .series(let lengths) = figures[2].panels[0].content else { return }
    #expect(lengths[0].points.map(\.x) == [9, 10, 11])
    #expect(lengths[0].points.map(\.y) == [0.1, 0.94, 0.12])
  }
}
