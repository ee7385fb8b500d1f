import Figures
import Judging
@testable import LearningFindings
import Records
@testable import RecurrentFindings
import Schema
import Testing

/// A made-up sweep like the pilot's: who wins by how much, and where shapes and exponents go.
private struct MadeUp {
  var gainOfShared = 0.03
  var gainOfUnits = 0.04
  var sharedSaturation = 0.36
  var unitSaturation = 0.45
  var exponentAfter = -0.02
  var adaptation = 0.03
  var missingMode = ""

  func trial(_ n: Double, _ s: Double, _ mode: String, replicate: Int) -> FindingTable.Trial {
    let won = ["shared": gainOfShared, "per_unit": gainOfUnits][mode, default: 0]
    // Replicates differ; what counts is their mean.
    let accuracy = 0.85 + won + (replicate == 0 ? 0.01 : -0.01)
    let learned = ["shared": sharedSaturation, "per_unit": unitSaturation][mode, default: s]
    let changed = [Double](repeating: accuracy - adaptation, count: 5)
    return FindingTable.Trial(
      settings: [
        "model.activation.gain": .real(n), "model.activation.saturation": .real(s),
        "model.activation.adapt": .text(mode),
      ], replicate: replicate, steps: [0, 250],
      values: [
        "validation_accuracy": [[0.1], [accuracy]], "gain_mean": [[n], [n + 0.1]],
        "saturation_mean": [[s], [s == 0.5 ? learned : s]],
        "autonomous_lyapunov": [[s == 0.5 && n < 10 ? -0.5 : 0], [exponentAfter]],
        "changed_accuracy": [[Double](repeating: .nan, count: 5), changed],
        "adapted_accuracy": [
          [Double](repeating: .nan, count: 5), changed.map { $0 + adaptation },
        ],
      ])
  }

  var table: FindingTable {
    var trials: [FindingTable.Trial] = []
    for n in [1.0, 5, 10, 20] {
      for s in [0, 0.5, 1] {
        for mode in ["fixed", "shared", "per_unit"] where mode != missingMode {
          trials += [0, 1].map { trial(n, s, mode, replicate: $0) }
        }
      }
    }
    return FindingTable(trials)
  }

  /// Whether each statistic passes, in their order.
  var marks: [Bool] { AdaptiveActivation.statistics(of: table).map(\.passes) }
}

extension MadeUpFinding {
  static let adaptiveActivation = MadeUpFinding(
    AdaptiveActivation.self, with: MadeUp().table,
    without: MadeUp(gainOfShared: 0, gainOfUnits: 0, exponentAfter: -0.2, adaptation: 0).table)
}

@Suite struct AdaptiveActivationTests {
  @Test func `results like the pilot's pass every mark`() {
    let statistics = AdaptiveActivation.statistics(of: MadeUp().table)
    #expect(statistics.count == 12)
    #expect(statistics.filter { !$0.passes } == [])
    #expect(abs(statistics[0].value - 0.04) < 1e-12 && abs(statistics[1].value - 0.03) < 1e-12)
  }

  @Test func `each miss is of its own mark`() {
    func missed(_ change: (inout MadeUp) -> Void) -> [Int] {
      var made = MadeUp()
      change(&made)
      return made.marks.enumerated().filter { !$0.element }.map(\.offset)
    }
    #expect(missed { $0.gainOfUnits = 0.005 } == [0, 4, 5])
    #expect(missed { $0.gainOfUnits = 0.015 } == [5])
    #expect(missed { $0.gainOfShared = 0 } == [1, 2, 3])
    #expect(missed { $0.unitSaturation = 0.5 } == [6])
    #expect(missed { $0.sharedSaturation = 0.43 } == [7])
    #expect(missed { $0.exponentAfter = -0.2 } == [8])
    #expect(missed { $0.adaptation = 0.005 } == [10])
    #expect(missed { $0.adaptation = -0.01 } == [9, 10])
  }

  @Test func `exponents of both signs do not make up for each other, and other starts are told`() {
    var made = MadeUp().table
    for index in made.trials.indices {
      let trial = made.trials[index]
      let isStable = trial.initial("autonomous_lyapunov") < -0.3
      let sign = trial.replicate == 0 ? 1.0 : -1
      made.trials[index].values["autonomous_lyapunov"]?[1] = [sign * (isStable ? 0.07 : 0.32)]
    }
    let near = AdaptiveActivation.statistics(of: made)[8]
    #expect(abs(near.value - 0.07) < 1e-12 && near.remark.contains("up to 0.32 from the other"))
    for index in made.trials.indices {
      made.trials[index].values["autonomous_lyapunov"]?[1][0] *= 2
    }
    #expect(!AdaptiveActivation.statistics(of: made)[8].passes)
  }

  @Test func `an adapted net that stays far below its clean accuracy misses`() {
    var made = MadeUp().table
    for index in made.trials.indices {
      made.trials[index].values["changed_accuracy"] = [[Double](repeating: 0.5, count: 5)]
      made.trials[index].values["adapted_accuracy"] = [[Double](repeating: 0.8, count: 5)]
    }
    let marks = AdaptiveActivation.statistics(of: made).map(\.passes)
    #expect(marks == [Bool](repeating: true, count: 11) + [false])
  }

  @Test func `exponents are those of the nets that train the longest, all else is the others'`() {
    var made = MadeUp(exponentAfter: -0.2).table
    for index in made.trials.indices {
      made.trials[index].settings["training.steps"] = .integer(250)
    }
    made.trials += MadeUp(gainOfUnits: 0, exponentAfter: 0.05).table.trials.map { trial in
      var trial = trial
      trial.settings["training.steps"] = .integer(500)
      return trial
    }
    let statistics = AdaptiveActivation.statistics(of: made)
    #expect(statistics.allSatisfy { $0.passes })
    #expect(abs(statistics[8].value - 0.05) < 1e-12)
  }

  @Test func `a sweep without a mode, or without trials, passes nothing that needs them`() {
    #expect(AdaptiveActivation.statistics(of: FindingTable([])).allSatisfy { !$0.passes })
    let marks = MadeUp(missingMode: "fixed").marks
    #expect(marks[0...5].allSatisfy { !$0 })
  }

  @Test func `a trial that diverged leaves no number where it belongs`() throws {
    var made = MadeUp().table
    let index = made.trials.firstIndex { $0.text("model.activation.adapt") == "per_unit" } ?? 0
    made.trials[index].status = .diverged
    made.trials[index].values["validation_accuracy"] = [[0.1], [.nan]]
    let verdict = try Verdict(AdaptiveActivation.self, on: made)
    #expect(verdict.statistics[0].value.isNaN && !verdict.passes)
  }

  @Test func `the figures show every start in every mode`() {
    let figures = AdaptiveActivation.figures(of: MadeUp().table)
    #expect(figures.map(\.panels.count) == [3, 2, 2])
    guard case .map(let map) = figures[0].panels[2].content,
      case .series(let paths) = figures[1].panels[0].content
    else {
      Issue.record("not a map, or not paths")
      return
    }
    #expect(map.values.count == 3 && map.values.allSatisfy { $0.count == 4 })
    #expect(abs(map.values[1][1] - 0.89) < 1e-12)
    // Twelve starts, and the line of slope one.
    #expect(paths.count == 13 && paths[0].points.count == 2)
    let line = paths[12].points
    #expect(line[0].x == 4 && line[0].y == 1)
    // At n = 9, s = 1/4 the largest slope is (1 + 8/4)²/9 = 1.
    #expect(line.contains { abs($0.x - 9) < 1e-12 && abs($0.y - 0.25) < 1e-12 })
  }
}
