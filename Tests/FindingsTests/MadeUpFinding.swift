import Records
import SweepFiles
import TestSupport
import Testing

@testable import Judging
@testable import RecurrentFindings

/// Made-up results of a finding's sweep, no more of them than its marks are made of.
struct MadeUpFinding: Sendable, CustomTestStringConvertible {
  let finding: any Finding.Type
  /// Results that show the effect, and those that do not.
  let with: FindingTable
  let without: FindingTable
  /// The first with its numbers beside the wrong labels.
  let shuffled: FindingTable

  init(
    _ finding: any Finding.Type, with effect: FindingTable, without: FindingTable,
    shuffled: FindingTable? = nil
  ) {
    (self.finding, self.without) = (finding, without)
    with = effect
    self.shuffled = shuffled ?? effect.withShuffledSettings
  }

  var testDescription: String { finding.name }

  static let all: [MadeUpFinding] = [
    dimensionalityLayers, dimensionalityNoise, dimensionalityGeneralization, rankStaircase,
    learningTimeScales, gradientStarvation, gradientStarvationToy, gradientStarvationColor,
    representationGeometry, lyapunovRandom, lyapunovEcho, lyapunovFlossing, adaptiveActivation,
    lyapunovGated, lyapunovCharacters, adversarialGames, bilinearGame, leastActionFlow,
    relevancyScreening, relevancyGradient, relevancyBudget, featureAlignment, exampleDifficulty,
    featureMetric, kernelRichness, kernelRichnessAligned, modularPrimitives, attentiveModules,
    solutionDegeneracy,
  ]
}

extension FindingTable {
  /// Places of the trials of each configuration.
  var configurations: [[Int]] {
    Array(Dictionary(grouping: trials.indices) { trials[$0].settings.own }.values)
  }

  func without(_ places: [Int]) -> FindingTable {
    var table = self
    table.trials = trials.indices.filter { !places.contains($0) }.map { trials[$0] }
    return table
  }

  func diverged(at place: Int) -> FindingTable {
    var table = self
    table.trials[place].status = .diverged
    return table
  }

  /// Every trial has the settings of another one: a permutation of one cycle (Sattolo 1986).
  var withShuffledSettings: FindingTable {
    var source = SeededSource(seed: 1)
    var order = Array(trials.indices)
    for last in order.indices.dropFirst().reversed() {
      order.swapAt(last, Int.random(in: 0..<last, using: &source))
    }
    var table = self
    for (place, other) in zip(trials.indices, order) {
      table.trials[place].settings = trials[other].settings
    }
    return table
  }
}
