import Figures
import Schema
import Testing

@testable import Judging
@testable import RecurrentFindings

/// The accuracies of a net at 7, 9 and 11 pixels a side.
private struct Pilot {
  var near: Double
  var middle: Double
  var far: Double
}

/// Three checkpoints, of which the second is the best at the size of training.
private func trial(
  _ model: [String: SettingValue], _ pilot: Pilot, activity: [[Double]] = []
) -> FindingTable.Trial {
  let shared: [String: SettingValue] = [
    "task.size": .integer(7),
    "observe.under_change.changes": .list([.text("size=9"), .text("size=11")]),
  ]
  let row = (0..<2).flatMap { layer in
    let own = layer < activity.count ? activity[layer] : []
    return own + [Double](repeating: .nan, count: 6 - own.count)
  }
  return FindingTable.Trial(
    settings: model.merging(shared) { own, _ in own }, steps: [0, 100, 200],
    values: [
      "validation_accuracy": [[0.2], [pilot.near], [pilot.near - 0.05]],
      "changed_accuracy": [[0.2, 0.2], [pilot.middle, pilot.far], [0.9, 0.05]],
      "module_activity": [row, row, row],
      "module_attention": [0, 0.2, 0.4].map(attention),
    ])
}

/// That of twelve modules in a row, to nothing, to the layer below and to the layer above.
private func attention(above: Double) -> [Double] {
  (0..<12).flatMap { _ in [0.5 - above, 0.5, above] }
}

private func gated(layers: Int, _ pilot: Pilot) -> FindingTable.Trial {
  trial(["model.cell": .text("lstm"), "model.layers": .integer(layers)], pilot)
}

private func modular(
  _ modules: [Int], _ active: [Int], topDown: Bool, _ pilot: Pilot, activity: [[Double]]
) -> FindingTable.Trial {
  let settings: [String: SettingValue] = [
    "model.cell": .text("modular"), "model.modules": .list(modules.map { .integer($0) }),
    "model.active": .list(active.map { .integer($0) }), "model.top_down": .boolean(topDown),
  ]
  return trial(settings, pilot, activity: activity)
}

private let lower = [1, 1, 0.5, 0.5, 0.75, 0.25]
private let upper = [0.5, 0.5, 1]

/// The pilot's nets, with some accuracies in their place.
private func nets(
  gatedFar: Double = 0.27, modularFar: Double = 0.62, near: Double = 0.75, acting: Double = 1
) -> FindingTable {
  FindingTable([
    gated(layers: 1, Pilot(near: 0.81, middle: 0.6, far: gatedFar)),
    gated(layers: 2, Pilot(near: 0.86, middle: 0.46, far: gatedFar - 0.03)),
    modular(
      [6], [4], topDown: true, Pilot(near: 0.77, middle: 0.83, far: modularFar), activity: [lower]),
    modular(
      [6, 3], [4, 2], topDown: false, Pilot(near: 0.66, middle: 0.82, far: 0.66),
      activity: [lower, upper]),
    modular(
      [6, 3], [4, 2], topDown: true, Pilot(near: near, middle: 0.74, far: modularFar + 0.04),
      activity: [lower, [0.5, 0.5, acting]]),
  ])
}

extension MadeUpFinding {
  static let attentiveModules = MadeUpFinding(
    AttentiveModules.self, with: nets(), without: nets(gatedFar: 0.6))
}

@Suite struct AttentiveModulesTests {
  private func values(_ table: FindingTable) throws -> [Double] {
    try Verdict(AttentiveModules.self, on: table).statistics.map(\.value)
  }

  /// The places of the marks that are missed.
  private func misses(_ table: FindingTable) throws -> [Int] {
    try Verdict(AttentiveModules.self, on: table).statistics.enumerated()
      .filter { !$0.element.passes }.map(\.offset)
  }

  @Test func `each mark is missed by itself`() throws {
    #expect(try misses(nets()).isEmpty)
    #expect(try misses(nets(near: 0.5)) == [4])
    #expect(try misses(nets(gatedFar: 0.4)) == [5])
    #expect(try misses(nets(gatedFar: 0.36, modularFar: 0.5)) == [9])
    #expect(try misses(nets(modularFar: 0.45)) == [7])
    #expect(try misses(nets(acting: 0.9)) == [10])
  }

  @Test func `accuracies are those of the checkpoint that is best at the size of training`() throws
  {
    let found = try values(nets())
    let expected = [0.81, 0.86, 0.77, 0.66, 0.75, 0.27, 0.24, 0.62, 0.66, 0.64 / 0.255, 0]
    #expect(found.count == expected.count)
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test func `a net whose modules were not all counted is a miss`() throws {
    var table = nets()
    table.trials[4].values["module_activity"] = [[1, 1, 1, 1, 1, 1, .nan, .nan]]
    #expect(try values(table)[10].isNaN)
  }

  @Test func `the figure has every net at every size, and the whole net's attention`() {
    let panels = AttentiveModules.figures(of: nets())[0].panels
    let curves = panels.map { panel -> [Series] in
      if case .series(let curves) = panel.content { curves } else { [] }
    }
    #expect(curves[0].map(\.name) == ResolutionNet.Kind.allCases.map(\.rawValue))
    #expect(curves[0].allSatisfy { $0.points.map(\.x) == [7, 9, 11] })
    #expect(curves[0][2].points.map(\.y) == [0.77, 0.83, 0.62])
    #expect(curves[1].allSatisfy { $0.points.map(\.x) == [0, 100, 200] })
    let above = curves[2][2].points
    #expect(
      above.map(\.x) == [0, 100, 200]
        && zip(above.map(\.y), [0, 0.2, 0.4]).allSatisfy { abs($0 - $1) < 1e-12 })
  }
}
