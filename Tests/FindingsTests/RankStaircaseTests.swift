import Figures
import Foundation
import Schema
import TestSupport
import Testing

@testable import Findings

/// The looks of `sweeps/rank-staircase.yaml`, and those of the specification.
private let spaced =
  [0] + Set((0..<120).map { Int(exp(log(3000) * Double($0) / 119).rounded()) }).sorted()
private let even = Array(stride(from: 0, through: 3000, by: 50))

/// Rank and loss of a net at a step.
private struct Curves: Sendable {
  let rank: @Sendable (Double) -> Double
  let loss: @Sendable (Double) -> Double

  /// Three stairs, in each of which rank and loss change at once, within a factor of e^(1/6) of the step.
  static let stairs = Curves(
    rank: { step in 2 + stairs(step, heights: [9, 9, 9]) },
    loss: { step in 1.5 * exp(-stairs(step, heights: [0.5, 1.5, 4])) })

  static func stairs(_ step: Double, heights: [Double], at steps: [Double] = [120, 400, 1100])
    -> Double
  {
    zip(heights, steps).reduce(0) { $0 + $1.0 / (1 + exp(-12 * log(max(step, 1) / $1.1))) }
  }

  /// As many units are found and as much is learnt, evenly.
  static let smooth = [
    Curves(rank: { 2 + 27 * log(max($0, 1)) / log(3000) }, loss: { 1.5 * pow(max($0, 1), -0.7) }),
    Curves(rank: { 2 + 27 * log(max($0, 1)) / log(3000) }, loss: { 1.5 * exp(-$0 / 500) }),
    Curves(rank: { 2 + 27 * $0 / 3000 }, loss: { 1.5 * exp(-$0 / 500) }),
    Curves(
      rank: { 2 + 27 * ($0 / 3000).squareRoot() }, loss: { 1.5 * exp(-($0 / 100).squareRoot()) }),
  ]
  /// Ranks rise in other steps than losses fall.
  static let apart = Curves(
    rank: { 2 + stairs($0, heights: [9, 9, 9], at: [70, 220, 700]) }, loss: stairs.loss)
  /// A first layer of independent units: nothing to find.
  static func prepared(rank: Double = 33, by step: Double = 200) -> Curves {
    Curves(rank: { _ in rank }, loss: { $0 < step ? 1 : 0.001 })
  }
}

/// Made-up results of `sweeps/rank-staircase.yaml`: a net of two layers.
private func trial(
  _ start: String, _ curves: Curves, steps: [Int] = spaced, first: Double = 6,
  error: Double = 0.5, slope: Double = 10, seed: Int = 0
) -> FindingTable.Trial {
  let isUniform = start == "udi"
  let losses = steps.map { curves.loss(Double($0)) }
  return FindingTable.Trial(
    settings: [
      "task.name": .text("function-fit"), "model.activation.family": .text("tanh"),
      "model.widths": .list([.integer(50), .integer(50)]),
      "model.initial.first.scheme": .text(isUniform ? "udi" : "hidden"),
      "model.initial.first.slope": .real(slope),
      "model.initial.hidden.scheme": .text(isUniform ? "glorot_normal" : start),
      "observe.epsilon_rank.thresholds": .list([.real(1e-4), .real(1e-6)]),
    ], replicate: seed, steps: steps,
    values: [
      "train_loss": losses.map { [$0] },
      // Layers input, first, last and one that only other nets have; thresholds 1e-4 and 1e-6. A rank is a whole number.
      "epsilon_rank": steps.map {
        [1, 1, 0, first, 0, (curves.rank(Double($0)) + 0.1 * Double(seed)).rounded(), .nan, .nan]
      },
      "approximation_error": losses.map { _ in [error] },
      "loss_bound": losses.map { _ in [0.4, -1] },
    ])
}

private func table(
  _ curves: Curves = .stairs, steps: [Int] = spaced, first: Double = 6,
  uniform: FindingTable.Trial? = nil
) -> FindingTable {
  FindingTable(
    (0..<6).flatMap { seed in
      [
        trial("glorot_normal", curves, steps: steps, first: first, seed: seed),
        trial("torch", curves, steps: steps, seed: seed),
      ]
    } + [
      uniform ?? trial("udi", .prepared()), trial("udi", .prepared(rank: 42), slope: 25),
    ])
}

private func failures(_ table: FindingTable) throws -> [String] {
  try Verdict(RankStaircase.self, on: table).statistics.filter { !$0.passes }.map(\.name)
}

extension MadeUpFinding {
  static let rankStaircase = MadeUpFinding(
    RankStaircase.self, with: table(), without: table(Curves.smooth[0]))
}

@Suite struct RankStaircaseTests {
  private func associations(_ table: FindingTable) throws -> [Double] {
    try Verdict(RankStaircase.self, on: table).statistics
      .filter { $0.name.contains("increments") }.map(\.value)
  }

  @Test func `stairs pass, however often they are looked at`() throws {
    #expect(try failures(table()) == [] && failures(table(steps: even)) == [])
    let figure = RankStaircase.figures(of: table()).first
    #expect(figure?.panels.map(\.title) == ["xavier", "torch", "udi 10", "udi 25"])
    for (one, other) in zip(try associations(table()), try associations(table(steps: even))) {
      // Nine sixteenths of what either is above the mark.
      #expect(one > 6 && other > 6 && abs(one - other) < 1.5, "\(one) \(other)")
    }
  }

  @Test(arguments: [spaced, even])
  func `smooth curves miss, and so do stairs that are not the loss's`(_ steps: [Int]) throws {
    for curves in Curves.smooth + [.apart] {
      let found = try associations(table(curves, steps: steps))
      #expect(found.count == 2 && found.allSatisfy { $0 < 3 }, "\(found)")
    }
  }

  @Test func `a rank that does not grow, or no more than the first layer's, is a miss`() throws {
    let flat = Curves(rank: { 2 + 0.5 * (Curves.stairs.rank($0) - 2) }, loss: Curves.stairs.loss)
    #expect(try failures(table(flat)).allSatisfy { $0.contains("growth") })
    #expect(try failures(table(flat)).count == 2)
    #expect(try failures(table(first: 20)).count == 1)
  }

  @Test func `a prepared layer that starts low or learns late is a miss`() throws {
    let low = trial("udi", .prepared(rank: 20))
    #expect(try failures(table(uniform: low)).count == 1)
    let late = trial("udi", .prepared(by: 2000))
    #expect(try failures(table(uniform: late)).count == 1)
    let never = trial("udi", .prepared(by: 5000))
    #expect(try failures(table(uniform: never)).count == 1)
  }

  @Test func `an error below its bound is a miss`() throws {
    let broken = trial("udi", .prepared(), error: 0.39)
    #expect(try failures(table(uniform: broken)) == ["times that an error was below its bound"])
  }
}

@Suite struct WindowedIncrementsTests {
  private func pair(_ seed: Int) -> WindowedIncrements {
    let course = RankStaircase.Course(trial("torch", .stairs, seed: seed))
    return course.increments
  }

  @Test func `increments of a polynomial of the fifth degree in ln step leave nothing`() {
    // The windows' ends are looked at.
    let steps = (0...20).map { 1 << $0 }
    let places = (0...20).map { Double($0) / 20 }
    let curve = places.map { 1 - $0 + 2 * $0 * $0 - pow($0, 3) + 0.5 * pow($0, 4) - pow($0, 5) }
    let found = WindowedIncrements(steps: steps, curve, places.map { pow($0, 6) }, from: 1)
    #expect(found.first.count == 20 && found.first.allSatisfy { abs($0) < 1e-14 })
    // NumPy: t = linspace(-1, 1, 20); d = diff(linspace(0, 1, 21)**6); (d - polyval(polyfit(t, d, 4), t))[[0, 10]]
    #expect(abs(found.second[0] + 5.191071428571e-04) < 1e-14)
    #expect(abs(found.second[10] - 1.060714285716e-04) < 1e-14)
    #expect(WindowedIncrements(steps: [60, 100], [1, 2], [1, 2], from: 50).first[0].isNaN)
  }

  @Test func `the association is in standard deviations over permutations of windows`() {
    let trials = (0..<3).map { pair($0 * 2) }
    func sum(_ first: [[Double]]) -> Double {
      zip(first, trials).reduce(0) { sum, pair in
        sum + zip(pair.0, pair.1.second).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
    var source = SeededSource(seed: 3)
    let sums = (0..<20_000).map { _ in sum(trials.map { $0.first.shuffled(using: &source) }) }
    let mean = sums.reduce(0, +) / Double(sums.count)
    let deviation = (sums.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(sums.count))
      .squareRoot()
    let expected = sum(trials.map(\.first)) / deviation
    // A deviation over 20 000 draws is known to half a percent.
    #expect(abs(WindowedIncrements.association(trials) / expected - 1) < 0.02)
    #expect(WindowedIncrements.association([]).isNaN)
  }
}
