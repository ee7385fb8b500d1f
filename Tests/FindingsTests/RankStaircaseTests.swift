import Figures
import Foundation
import Schema
import TestSupport
import Testing

@testable import Judging
@testable import LearningFindings
@testable import RecurrentFindings
@testable import Summaries

/// The looks of `sweeps/rank-staircase.yaml`, and those of the specification.
private let spaced =
  [0] + Set((0..<120).map { Int(exp(log(3000) * Double($0) / 119).rounded()) }).sorted()
private let even = Array(stride(from: 0, through: 3000, by: 50))

/// Rank and loss of a net at a step.
private struct Curves: Sendable {
  let rank: @Sendable (Double) -> Double
  let loss: @Sendable (Double) -> Double

  /// Three stairs, in each of which rank and loss change at once, within a factor of e^(1/6) of the step, and whose steps
  /// are each net's own.
  static let stairs: @Sendable (Int) -> Curves = { seed in
    let steps = stairs(of: seed)
    return Curves(
      rank: { step in 2 + climb(step, heights: [9, 9, 9], at: steps) },
      loss: { step in 1.5 * exp(-climb(step, heights: [0.5, 1.5, 4], at: steps)) })
  }

  /// Within a factor of e^(1/2) of 120, 400 and 1100, as the golden ratio scatters them.
  private static func stairs(of seed: Int) -> [Double] {
    zip(0..., [120, 400, 1100]).map { place, step in
      step * exp((0.618_034 * Double(3 * seed + place)).truncatingRemainder(dividingBy: 1) - 0.5)
    }
  }

  private static func climb(_ step: Double, heights: [Double], at steps: [Double]) -> Double {
    zip(heights, steps).reduce(0) { $0 + $1.0 / (1 + exp(-12 * log(max(step, 1) / $1.1))) }
  }

  /// Courses that tell nothing of whether a rise of the rank goes with a fall of the loss.
  static let uninformative: [String: @Sendable (Int) -> Curves] = [
    "logarithm and power": { _ in
      Curves(rank: { 2 + 27 * log(max($0, 1)) / log(3000) }, loss: { 1.5 * pow(max($0, 1), -0.7) })
    },
    "logarithm and exponential": { _ in
      Curves(rank: { 2 + 27 * log(max($0, 1)) / log(3000) }, loss: { 1.5 * exp(-$0 / 500) })
    },
    "line and exponential": { _ in
      Curves(rank: { 2 + 27 * $0 / 3000 }, loss: { 1.5 * exp(-$0 / 500) })
    },
    "roots": { _ in
      Curves(
        rank: { 2 + 27 * ($0 / 3000).squareRoot() },
        loss: { 1.5 * exp(-($0 / 100).squareRoot()) })
    },
    "one sigmoid for all": { _ in
      Curves(
        rank: { 2 + climb($0, heights: [27], at: [400]) },
        loss: { 1.5 * exp(-climb($0, heights: [6], at: [400])) })
    },
    "the same stairs for all": { _ in stairs(0) },
    "evenly, some nets faster": { seed in
      let speed = 0.6 + 0.05 * Double(seed)
      return Curves(
        rank: { 2 + 27 * pow(log(max($0, 1)) / log(3000), 1 / speed) },
        loss: { 1.5 * pow(max($0, 1), -speed) })
    },
    "another net's stairs": { seed in
      Curves(rank: stairs(seed).rank, loss: stairs(100 + 7 * seed).loss)
    },
  ]
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
  _ curves: (Int) -> Curves = Curves.stairs, steps: [Int] = spaced, first: Double = 6,
  uniform: FindingTable.Trial? = nil
) -> FindingTable {
  FindingTable(
    (0..<8).flatMap { seed in
      [
        trial("glorot_normal", curves(seed), steps: steps, first: first, seed: seed),
        trial("torch", curves(10 + seed), steps: steps, seed: seed),
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
    RankStaircase.self, with: table(),
    without: table(Curves.uninformative["one sigmoid for all"] ?? Curves.stairs))
}

@Suite struct RankStaircaseTests {
  private func association(_ table: FindingTable) throws -> Double {
    try Verdict(RankStaircase.self, on: table).statistics
      .first { $0.name.contains("increments") }?.value ?? -.infinity
  }

  @Test func `stairs pass, however often they are looked at`() throws {
    #expect(try failures(table()) == [] && failures(table(steps: even)) == [])
    let figure = RankStaircase.figures(of: table()).first
    #expect(figure?.panels.map(\.title) == ["xavier", "torch", "udi 10", "udi 25"])
    let (one, other) = (try association(table()), try association(table(steps: even)))
    #expect(one > 5 && other > 5 && abs(one - other) < 1, "\(one) \(other)")
  }

  @Test(arguments: [spaced, even], Curves.uninformative.keys.sorted())
  func `courses that nets share and courses that are not the loss's miss`(
    _ steps: [Int], _ name: String
  ) throws {
    let curves = try #require(Curves.uninformative[name])
    let found = try association(table(curves, steps: steps))
    #expect(!(found >= 3) && found != -.infinity, "\(found)")
  }

  @Test func `a rank that does not grow, or no more than the first layer's, is a miss`() throws {
    let flat: (Int) -> Curves = { seed in
      let stairs = Curves.stairs(seed)
      return Curves(rank: { 2 + 0.5 * (stairs.rank($0) - 2) }, loss: stairs.loss)
    }
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

  @Test func `the association is in standard deviations over permutations of nets`() {
    let nets = (0..<5).map { RankStaircase.Course(trial("torch", Curves.stairs($0))).increments }
    // With its second curve from another net; what is standardised in each window stays so.
    func sum(_ order: [Int]) -> Double {
      let pairs = zip(
        standardized(nets.map(\.first)), order.map { standardized(nets.map(\.second))[$0] })
      return pairs.reduce(0) { $0 + zip($1.0, $1.1).reduce(0) { $0 + $1.0 * $1.1 } }
    }
    let sums = permutations(of: Array(0..<5)).map(sum)
    let mean = sums.reduce(0, +) / 120
    let deviation = (sums.reduce(0) { $0 + pow($1 - mean, 2) } / 120).squareRoot()
    #expect(sums.count == 120 && abs(mean) < 1e-12 * deviation)
    let expected = sum(Array(0..<5)) / deviation
    #expect(abs(WindowedIncrements.association([nets]) / expected - 1) < 1e-12)
    // Two groups of the same nets: twice the sum, twice the variance.
    let both = WindowedIncrements.association([nets, nets])
    #expect(abs(both / expected - 2.squareRoot()) < 1e-12)
    #expect(WindowedIncrements.association([]).isNaN)
    #expect(WindowedIncrements.association([nets, [nets[0]]]).isNaN)
  }

  private func standardized(_ nets: [[Double]]) -> [[Double]] {
    let windows = nets[0].indices.map { window in
      let numbers = nets.map { $0[window] }
      let mean = numbers.reduce(0, +) / Double(nets.count)
      let square = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(nets.count)
      return numbers.map { ($0 - mean) / square.squareRoot() }
    }
    return nets.indices.map { net in windows.map { $0[net] } }
  }

  private func permutations(of numbers: [Int]) -> [[Int]] {
    guard !numbers.isEmpty else { return [[]] }
    return numbers.flatMap { one in
      permutations(of: numbers.filter { $0 != one }).map { [one] + $0 }
    }
  }
}
