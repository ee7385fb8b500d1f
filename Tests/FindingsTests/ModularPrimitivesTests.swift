import Figures
import Schema
import Testing

@testable import Judging
@testable import RecurrentFindings

/// A net of 100 units with two phases of 700 steps, or none, before its task.
private func trial(
  _ tasks: [String], phases: Int, trains: [String], error: Double, latent: Double = 3e-5,
  rule: Bool = false, orthogonal: SettingValue = .text("none"), fourth: Double = 0.05
) -> FindingTable.Trial {
  let steps = phases == 0 ? [0, 700] : [0, 699, 700, 1399, 1400, 2100]
  let losses = phases == 0 ? [0.2, error] : [0.2, latent / 3, 0.3, latent / 6, 0.3, error]
  func rows(_ last: [Double]) -> [[Double]] {
    steps.map { $0 == steps.last ? last : last.map { _ in .nan } }
  }
  return FindingTable.Trial(
    settings: [
      "task.of": .list(tasks.map { .text($0) }), "task.rule": .boolean(rule),
      "training.orthogonal": orthogonal,
      "training.train": .list(trains.map { .text($0) }), "model.width": .integer(100),
      "training.phases.1.steps": .integer(phases == 0 ? 0 : 700),
      "training.phases.2.steps": .integer(phases == 0 ? 0 : 700),
      "observe.perturbation.shares": .list([.real(0.01), .real(0.05)]),
    ], steps: steps,
    values: [
      "train_loss": losses.map { [$0] }, "validation_loss": rows([error]),
      "canonical_correlation": rows([1, 0.999, 0.998, fourth, 0.04, 0.03]),
      "perturbed_loss": rows([0.01, 0.04, 0.02, 0.03]), "target_variance": rows([0.1]),
    ])
}

private let tasks = ["delay-pro", "mem-anti", "context-mem-dm-1"]
private let outer = ["input", "readout", "readout.bias"]

/// The pilot's errors: all weights of a net for each task, or input and read-out after two latent tasks.
private func nets(
  primitives: Double = 0.0028, latent: Double = 1e-4, fourth: Double = 0.05
) -> FindingTable {
  FindingTable(
    tasks.flatMap { task in
      [
        trial([task], phases: 0, trains: ["all"], error: 0.0040),
        trial(
          [task], phases: 2, trains: outer, error: primitives, latent: latent, fourth: fourth),
      ]
    })
}

extension MadeUpFinding {
  static let modularPrimitives = MadeUpFinding(
    ModularPrimitives.self, with: nets(), without: nets(primitives: 0.02))
}

@Suite struct ModularPrimitivesTests {
  private func passes(_ table: FindingTable) throws -> [Bool] {
    try Verdict(ModularPrimitives.self, on: table).statistics.map(\.passes)
  }

  @Test func `each mark is missed by itself`() throws {
    #expect(try passes(nets()) == [true, true, true, true, true])
    #expect(try passes(nets(primitives: 0.006)) == [true, true, true, false, true])
    #expect(try passes(nets(latent: 2e-3)) == [true, true, false, true, true])
    #expect(try passes(nets(fourth: 0.4)) == [true, false, true, true, true])
  }

  @Test func `the error of a module is that before its phase's last update, of its one output`()
    throws
  {
    let values = try Verdict(ModularPrimitives.self, on: nets()).statistics.map(\.value)
    #expect(abs(values[2] - 1e-4) < 1e-15 && abs(values[3] - 0.7) < 1e-12)
    // 603 weights of 10 703.
    #expect(abs(values[4] - 603.0 / 10_703) < 1e-12)
  }

  @Test func `errors are means over the outputs that a task has, or over tasks learnt in turn`() {
    let one = trial([tasks[2]], phases: 0, trains: ["all"], error: 0.02)
    #expect(abs(TaskStrategy.error(of: one) - 0.03) < 1e-15)
    let mixed = trial(tasks, phases: 0, trains: ["all"], error: 0.08, rule: true)
    #expect(abs(TaskStrategy.error(of: mixed) - 0.09) < 1e-15)
    var inTurn = trial([tasks[2]], phases: 2, trains: ["all"], error: 0.02)
    inTurn.settings["observe.under_change.changes"] = .list(
      tasks.map { .text("of=\($0)") })
    inTurn.values["changed_loss"] = [[0.01, 0.05, 0.02]]
    #expect(abs(TaskStrategy.error(of: inTurn) - 0.03) < 1e-15)
  }

  @Test func `nets are told apart by what they learn, and in which order`() {
    let strategies = [
      trial(tasks, phases: 0, trains: ["all"], error: 1, rule: true),
      trial([tasks[0]], phases: 0, trains: ["all"], error: 1),
      trial([tasks[0]], phases: 2, trains: ["all"], error: 1),
      trial([tasks[0]], phases: 2, trains: ["all"], error: 1, orthogonal: .real(1e-3)),
      trial([tasks[0]], phases: 2, trains: outer, error: 1),
      trial([tasks[0]], phases: 0, trains: outer, error: 1),
    ].map { TaskStrategy($0) }
    #expect(strategies == [.shared, .separate, .continual, .orthogonal, .primitives, .reservoir])
  }

  @Test func `the figure has every strategy, its damage as a share of the targets' variance`() {
    let shared = trial(tasks, phases: 0, trains: ["all"], error: 0.01, rule: true)
    let panels = ModularPrimitives.figures(of: FindingTable(nets().trials + [shared]))[0].panels
    guard case .series(let curves) = panels[1].content else {
      Issue.record("no curves")
      return
    }
    #expect(curves.map(\.name) == ["separate nets", "shared net, rule input", "primitives"])
    // 0.04 less 0.01, over 0.1.
    #expect(curves[1].points.map(\.x) == [0.01, 0.05] && abs(curves[1].points[1].y - 0.3) < 1e-12)
  }
}
