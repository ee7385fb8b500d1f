import Figures
import Judging
@testable import LearningFindings
import Records
@testable import RecurrentFindings
import Schema
import Testing

extension MadeUpFinding {
  static let lyapunovGated = MadeUpFinding(
    LyapunovGated.self, with: FindingTable(LyapunovGatedTests.pilot),
    without: FindingTable(
      [0.1, 0.4, 0.7, 1.5, 3].map { LyapunovGatedTests.trial($0, loss: 1.5, exponent: -0.1) }))

  static let lyapunovCharacters = MadeUpFinding(
    LyapunovCharacters.self, with: LyapunovCharactersTests.table(),
    without: LyapunovCharactersTests.table(flipped: true),
    // All nets are one arm: its labels are whose loss is whose.
    shuffled: LyapunovCharactersTests.table(order: [4, 1, 6, 3, 0, 7, 2, 5]))
}

@Suite struct LyapunovGatedTests {
  fileprivate static func trial(
    _ bound: Double, loss: Double, exponent: Double, status: TrialStatus = .complete
  ) -> FindingTable.Trial {
    FindingTable.Trial(
      settings: ["model.initial.uniform": .real(bound)], status: status, steps: [0, 500],
      values: ["validation_loss": [[2.08], [loss]], "max_lyapunov": [[-0.5], [exponent]]])
  }

  /// The pilot's numbers.
  fileprivate static var pilot: [FindingTable.Trial] {
    [
      trial(0.1, loss: 1.6, exponent: -0.1), trial(0.4, loss: 1.49, exponent: -0.09),
      trial(0.7, loss: 1.55, exponent: -0.08), trial(1.5, loss: 2.04, exponent: -0.01),
      trial(3, loss: 2.09, exponent: 0.33),
    ]
  }

  @Test func `the pilot's numbers pass`() throws {
    let verdict = try Verdict(LyapunovGated.self, on: FindingTable(Self.pilot))
    #expect(verdict.passes)
    // The difference of two decimals.
    #expect(abs(verdict.statistics[0].value - 0.55) < 1e-12)
    #expect(verdict.statistics[1].value == 0.33)
  }

  @Test func `chaotic nets that learn, or nets that are not chaotic, miss`() throws {
    let learning =
      Self.pilot.dropLast(2) + [Self.trial(1.5, loss: 1.7, exponent: 0.1), Self.pilot[4]]
    let learned = try Verdict(LyapunovGated.self, on: FindingTable(Array(learning)))
    #expect(learned.statistics.map(\.passes) == [false, true])
    let calm = Self.pilot.dropLast() + [Self.trial(3, loss: 2.1, exponent: -0.01)]
    let quiet = try Verdict(LyapunovGated.self, on: FindingTable(Array(calm)))
    #expect(quiet.statistics.map(\.passes) == [true, false])
  }

  @Test func `replicates are averaged; one that is not complete, or none, is a miss`() throws {
    let pair = Self.pilot + [Self.trial(3, loss: 2.09, exponent: -0.4)]
    let mean = try Verdict(LyapunovGated.self, on: FindingTable(pair)).statistics[1]
    #expect(abs(mean.value - (0.33 - 0.4) / 2) < 1e-15 && !mean.passes)
    let broken = Self.pilot.dropLast() + [Self.trial(3, loss: 2, exponent: 0.3, status: .diverged)]
    let brokenVerdict = try Verdict(LyapunovGated.self, on: FindingTable(Array(broken)))
    #expect(!brokenVerdict.passes)
    let few = FindingTable(Array(Self.pilot.prefix(3)))
    let fewVerdict = try Verdict(LyapunovGated.self, on: few)
    #expect(!fewVerdict.passes)
  }

  @Test func `the figure has a point for each p`() {
    let figure = LyapunovGated.figures(of: FindingTable(Self.pilot))[0]
    guard case .series(let curves) = figure.panels[1].content else {
      Issue.record("no curves")
      return
    }
    #expect(curves[1].points.map(\.y) == [-0.1, -0.09, -0.08, -0.01, 0.33])
  }
}

@Suite struct LyapunovCharactersTests {
  /// Nets whose loss falls as the exponent rises, but for one.
  fileprivate static func table(
    flipped: Bool = false, order: [Int] = Array(0..<8)
  ) -> FindingTable {
    FindingTable(
      (0..<8).map { index in
        let exponent = (index == 3 ? -0.3 : -0.1 * Double(8 - index)) * (flipped ? -1 : 1)
        return FindingTable.Trial(
          settings: [:], steps: [0, 800, 3000],
          values: [
            "validation_loss": [[4.4], [2], [2 - 0.05 * Double(order[index])]],
            "max_lyapunov": [[-2], [exponent - 0.1], [exponent]],
          ])
      })
  }

  @Test func `a loss that falls with the exponent passes, one that rises misses`() throws {
    let falling = try Verdict(LyapunovCharacters.self, on: Self.table())
    #expect(falling.passes && falling.statistics.allSatisfy { $0.value > -1 })
    let risingVerdict = try Verdict(LyapunovCharacters.self, on: Self.table(flipped: true))
    #expect(!risingVerdict.passes)
  }

  @Test func `two nets are too few`() throws {
    let few = FindingTable(Array(Self.table().trials.prefix(2)))
    let smallVerdict = try Verdict(LyapunovCharacters.self, on: few)
    #expect(!smallVerdict.passes)
  }
}
