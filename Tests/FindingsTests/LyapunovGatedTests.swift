import Figures
import Findings
import Schema
import Sweep
import Testing

@Suite struct LyapunovGatedTests {
  private func trial(
    _ bound: Double, loss: Double, exponent: Double, status: TrialStatus = .complete
  ) -> FindingTable.Trial {
    FindingTable.Trial(
      settings: ["model.initial.uniform": .real(bound)], status: status, steps: [0, 500],
      values: ["validation_loss": [[2.08], [loss]], "max_lyapunov": [[-0.5], [exponent]]])
  }

  /// The pilot's numbers.
  private var pilot: [FindingTable.Trial] {
    [
      trial(0.1, loss: 1.6, exponent: -0.1), trial(0.4, loss: 1.49, exponent: -0.09),
      trial(0.7, loss: 1.55, exponent: -0.08), trial(1.5, loss: 2.04, exponent: -0.01),
      trial(3, loss: 2.09, exponent: 0.33),
    ]
  }

  @Test func `the pilot's numbers pass`() throws {
    let verdict = try Verdict(LyapunovGated.self, on: FindingTable(pilot))
    #expect(verdict.passes)
    // The difference of two decimals.
    #expect(abs(verdict.statistics[0].value - 0.55) < 1e-12)
    #expect(verdict.statistics[1].value == 0.33)
  }

  @Test func `chaotic nets that learn, or nets that are not chaotic, miss`() throws {
    let learning = pilot.dropLast(2) + [trial(1.5, loss: 1.7, exponent: 0.1), pilot[4]]
    let learnt = try Verdict(LyapunovGated.self, on: FindingTable(Array(learning)))
    #expect(learnt.statistics.map(\.passes) == [false, true])
    let calm = pilot.dropLast() + [trial(3, loss: 2.1, exponent: -0.01)]
    let quiet = try Verdict(LyapunovGated.self, on: FindingTable(Array(calm)))
    #expect(quiet.statistics.map(\.passes) == [true, false])
  }

  @Test func `replicates are averaged; one that is not complete, or none, is a miss`() throws {
    let pair = pilot + [trial(3, loss: 2.09, exponent: -0.4)]
    let mean = try Verdict(LyapunovGated.self, on: FindingTable(pair)).statistics[1]
    #expect(abs(mean.value - (0.33 - 0.4) / 2) < 1e-15 && !mean.passes)
    let broken = pilot.dropLast() + [trial(3, loss: 2, exponent: 0.3, status: .diverged)]
    let brokenVerdict = try Verdict(LyapunovGated.self, on: FindingTable(Array(broken)))
    #expect(!brokenVerdict.passes)
    let few = FindingTable(Array(pilot.prefix(3)))
    let fewVerdict = try Verdict(LyapunovGated.self, on: few)
    #expect(!fewVerdict.passes)
  }

  @Test func `the figure has a point for each p`() {
    let figure = LyapunovGated.figures(of: FindingTable(pilot))[0]
    guard case .series(let curves) = figure.panels[1].content else {
      Issue.record("no curves")
      return
    }
    #expect(curves[1].points.map(\.y) == [-0.1, -0.09, -0.08, -0.01, 0.33])
  }
}

@Suite struct LyapunovCharactersTests {
  /// Nets whose loss falls as the exponent rises, but for one.
  private func table(flipped: Bool = false) -> FindingTable {
    FindingTable(
      (0..<8).map { index in
        let exponent = (index == 3 ? -0.3 : -0.1 * Double(8 - index)) * (flipped ? -1 : 1)
        return FindingTable.Trial(
          settings: [:], steps: [0, 800, 3000],
          values: [
            "validation_loss": [[4.4], [2], [2 - 0.05 * Double(index)]],
            "max_lyapunov": [[-2], [exponent - 0.1], [exponent]],
          ])
      })
  }

  @Test func `a loss that falls with the exponent passes, one that rises misses`() throws {
    let falling = try Verdict(LyapunovCharacters.self, on: table())
    #expect(falling.passes && falling.statistics.allSatisfy { $0.value > -1 })
    let risingVerdict = try Verdict(LyapunovCharacters.self, on: table(flipped: true))
    #expect(!risingVerdict.passes)
  }

  @Test func `two nets are too few`() throws {
    let few = FindingTable(Array(table().trials.prefix(2)))
    let smallVerdict = try Verdict(LyapunovCharacters.self, on: few)
    #expect(!smallVerdict.passes)
  }
}
