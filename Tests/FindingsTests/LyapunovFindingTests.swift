import Figures
import Foundation
import Schema
import SweepFiles
import Testing

@testable import Judging
@testable import LearningFindings
@testable import RecurrentFindings

extension MadeUpFinding {
  static let lyapunovRandom = MadeUpFinding(
    LyapunovRandom.self, with: judgedRandom(LyapunovFindingTests.random()),
    without: judgedRandom(LyapunovFindingTests.random(dimension: { _, _ in 0.25 }, shift: 0.1)))

  /// Without the networks that are only in the figure.
  private static func judgedRandom(_ table: FindingTable) -> FindingTable {
    FindingTable(
      table.trials.filter {
        let gain = $0.real(LyapunovRandom.gain)
        return $0.real("model.width") == 200 ? gain != 1.5 : gain == 3
      })
  }

  static let lyapunovEcho = MadeUpFinding(
    LyapunovEcho.self, with: LyapunovFindingTests.echo(),
    without: LyapunovFindingTests.echo { rows in for i in rows.indices { rows[i].1 = 2 } })

  static let lyapunovFlossing = MadeUpFinding(
    LyapunovFlossing.self, with: LyapunovFindingTests.flossing(),
    without: LyapunovFindingTests.flossing(after: 0.5, copy: 0.5, xor: 0.74),
    // Of four nets: who was flossed.
    shuffled: swapped(LyapunovFindingTests.flossing()))

  private static func swapped(_ table: FindingTable) -> FindingTable {
    var table = table
    for index in table.trials.indices {
      let count = table.trials[index].real("training.flossing.exponents")
      table.trials[index].settings["training.flossing.exponents"] = .integer(8 - Int(count))
    }
    return table
  }
}

/// The findings about Lyapunov exponents, on made-up results.
@Suite struct LyapunovFindingTests {
  /// N → ∞ values from the specification, computed independently of this program.
  static let theory: [(gain: Double, maximum: Double, mean: Double)] = [
    (1.2, 0.01648, -0.54310), (1.5, 0.06522, -0.71435), (2, 0.15472, -1.14902),
    (3, 0.31025, -2.27281), (5, 0.53243, -4.90677), (10, 0.85644, -12.16097),
  ]

  @Test(arguments: theory)
  func `mean-field theory has the published numbers`(
    _ expected: (gain: Double, maximum: Double, mean: Double)
  ) {
    let found = MeanField(gain: expected.gain)
    // Five digits are given.
    #expect(abs(found.maximum - expected.maximum) < 6e-6)
    #expect(abs(found.mean - expected.mean) < 6e-6)
  }

  @Test func `below the onset the theory is the circular law's`() {
    let calm = MeanField(gain: 0.8)
    #expect(abs(calm.maximum - log(0.8)) < 1e-12 && abs(calm.mean - log(0.8) + 0.5) < 1e-12)
  }

  private func passing(_ finding: any Finding.Type, _ table: FindingTable) throws -> [Bool] {
    try Verdict(finding, on: table).statistics.map(\.passes)
  }

  // Random networks.

  fileprivate static func random(
    dimension: (Double, Double) -> Double = { g, _ in
      [0.8: 0, 1.5: 0.12, 2: 0.236, 3: 0.277, 5: 0.239][g] ?? .nan
    }, shift: Double = 0, determinantError: Double = 0
  ) -> FindingTable {
    var trials: [FindingTable.Trial] = []
    for width in [100.0, 200] {
      for gain in [0.8, 1.5, 2, 3, 5] {
        let theory = MeanField(gain: gain)
        let spectrum = (0..<Int(width)).map { _ in theory.mean + shift }
        trials.append(
          FindingTable.Trial(
            settings: [
              "model.width": .integer(Int(width)), "model.initial.recurrent.gain": .real(gain),
            ], steps: [0],
            values: [
              "max_lyapunov": [[theory.maximum + shift]], "mean_lyapunov": [[theory.mean + shift]],
              "kaplan_yorke_dimension": [[dimension(gain, width) * width]],
              "entropy_rate": [[0.02 * width]], "lyapunov_spectrum": [spectrum],
              "mean_log_determinant": [[spectrum.reduce(0, +) + determinantError]],
              "spectral_radius": [[0.8]],
            ]))
      }
    }
    return FindingTable(trials)
  }

  @Test func `random networks of theory pass`() throws {
    let verdict = try passing(LyapunovRandom.self, Self.random())
    #expect(verdict.count == 15 && verdict.allSatisfy { $0 })
  }

  @Test func `random networks that are not those of theory miss`() throws {
    // The largest exponents and that below the onset move out of bounds, the means just so.
    let moved = try passing(LyapunovRandom.self, Self.random(shift: 0.05))
    #expect(moved.count { !$0 } == 4)
    let flat = try passing(LyapunovRandom.self, Self.random(dimension: { _, _ in 0.25 }))
    #expect(flat.count { !$0 } == 2)
    let small = try passing(
      LyapunovRandom.self,
      Self.random(dimension: { g, n in
        (n == 100 ? 0.8 : 1) * ([2: 0.236, 3: 0.277, 5: 0.239][g] ?? 0)
      }))
    #expect(small.count { !$0 } == 1)
    #expect(try passing(LyapunovRandom.self, Self.random(determinantError: 1e-4)).last == false)
    #expect(LyapunovRandom.statistics(of: FindingTable([])).contains { !$0.passes })
  }

  // Echo.

  fileprivate static func echo(
    _ change: (inout [(Double, Double, Double, Double)]) -> Void = { _ in }
  )
    -> FindingTable
  {
    // g, validation loss, largest exponent before and after: the pilot's.
    var rows = [
      (0.1, 2.083, -2.4, -1.75), (0.3, 2.05, -1.3, -0.67), (0.5, 1.26, -0.84, -0.21),
      (0.9, 1.01, -0.32, -0.18), (1.2, 0.958, -0.15, -0.16), (1.5, 0.965, -0.04, -0.14),
      (2, 2.00, 0.09, 0.08), (3, 2.04, 0.26, 0.25), (0.7, 1.1, -0.5, -0.2), (1, 1, -0.25, -0.17),
      (2.5, 2.02, 0.18, 0.16),
    ]
    change(&rows)
    return FindingTable(
      rows.map { gain, loss, before, after in
        FindingTable.Trial(
          settings: ["model.initial.recurrent.gain": .real(gain)], steps: [0, 500],
          values: [
            "validation_loss": [[2.1], [loss]], "max_lyapunov": [[before], [after]],
          ])
      })
  }

  @Test func `the pilot's U passes, and each mark can be missed`() throws {
    #expect(try passing(LyapunovEcho.self, Self.echo()) == [true, true, true, true])
    #expect(
      try passing(LyapunovEcho.self, Self.echo { $0[4].3 = 0.03 }) == [false, true, true, true])
    #expect(
      try passing(LyapunovEcho.self, Self.echo { for i in 3...5 { $0[i].1 += 0.2 } })
        == [true, false, true, true])
    #expect(
      try passing(LyapunovEcho.self, Self.echo { $0[6].1 = 1.8 }) == [true, true, false, true])
    #expect(
      try passing(
        LyapunovEcho.self,
        Self.echo {
          $0[0].1 = 1.9
          $0[7].1 = 1.7
        })
        == [true, true, false, false])
  }

  // Flossing.

  fileprivate static func flossing(after: Double = 0.07, copy: Double = 0.68, xor: Double = 0.98)
    -> FindingTable
  {
    var trials: [FindingTable.Trial] = []
    for (task, plain, flossed) in [
      ("delayed-copy", 0.5, copy), ("delayed-xor", 0.74, xor),
    ] {
      for (k, accuracy) in [(0, plain), (8, flossed)] {
        let spectra = [-0.5, -after, -0.3].map { [Double](repeating: $0, count: 32) }
        trials.append(
          FindingTable.Trial(
            settings: [
              "task.name": .text(task), "training.flossing.exponents": .integer(k),
              "training.flossing.updates": .integer(200),
            ], steps: [0, 200, 1000],
            values: [
              "validation_accuracy": [[0.5], [0.5], [accuracy]], "lyapunov_spectrum": spectra,
            ]))
      }
    }
    return FindingTable(trials)
  }

  @Test func `flossing that helps passes, flossing that does not misses`() throws {
    #expect(try passing(LyapunovFlossing.self, Self.flossing()) == [true, true, true])
    #expect(try passing(LyapunovFlossing.self, Self.flossing(after: 0.13)) == [false, true, true])
    #expect(try passing(LyapunovFlossing.self, Self.flossing(copy: 0.57)) == [true, false, true])
    #expect(try passing(LyapunovFlossing.self, Self.flossing(xor: 0.8)) == [true, true, false])
  }

  @Test func `figures are drawn of what there is`() {
    let tables: [(any Finding.Type, FindingTable)] = [
      (LyapunovRandom.self, Self.random()), (LyapunovEcho.self, Self.echo()),
      (LyapunovFlossing.self, Self.flossing()),
    ]
    for (finding, table) in tables {
      let panels = finding.figures(of: table).flatMap(\.panels)
      #expect(panels.count == 2)
      for panel in panels {
        guard case .series(let series) = panel.content else { continue }
        #expect(!series.isEmpty && series.allSatisfy { !$0.points.isEmpty })
      }
      #expect(!finding.figures(of: FindingTable([])).isEmpty)
    }
  }
}
