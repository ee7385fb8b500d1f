import Figures
import Schema
import Testing

@testable import Findings

/// Made-up results of `sweeps/rank-staircase.yaml`: a net of two layers, ranks of first and last layer by checkpoint.
private func trial(
  _ start: String, first: [Double] = [2, 4, 6], last: [Double], losses: [Double],
  error: Double = 0.5, slope: Double = 10, seed: Int = 0
) -> FindingTable.Trial {
  let isUniform = start == "udi"
  return FindingTable.Trial(
    settings: [
      "task.name": .text("function-fit"), "model.activation.family": .text("tanh"),
      "model.initial.first.scheme": .text(isUniform ? "udi" : "hidden"),
      "model.initial.first.slope": .real(slope),
      "model.initial.hidden.scheme": .text(isUniform ? "glorot_normal" : start),
      "observe.epsilon_rank.thresholds": .list([.real(1e-4), .real(1e-6)]),
    ], replicate: seed, steps: [0, 500, 1000],
    values: [
      "train_loss": losses.map { [$0] },
      // Layers input, first, last and one that only other nets have; thresholds 1e-4 and 1e-6.
      "epsilon_rank": zip(first, last).map { [1, 1, 0, $0, 0, $1, .nan, .nan] },
      "approximation_error": losses.map { _ in [error] },
      "loss_bound": losses.map { _ in [0.4, -1] },
    ])
}

private let falling = [1.0, 0.3, 0.005]

private func table(
  xavier: FindingTable.Trial? = nil, uniform: FindingTable.Trial? = nil
) -> FindingTable {
  FindingTable([
    xavier ?? trial("glorot_normal", last: [2, 11, 29], losses: falling),
    trial("glorot_normal", last: [2, 12, 28], losses: falling, seed: 1),
    trial("torch", last: [5, 20, 31], losses: falling),
    uniform ?? trial("udi", last: [32, 33, 34], losses: [1, 0.005, 0.001]),
    trial("udi", last: [40, 41, 42], losses: [1, 0.005, 0.001], slope: 25),
  ])
}

private func failures(_ table: FindingTable) throws -> [String] {
  try Verdict(RankStaircase.self, on: table).statistics.filter { !$0.passes }.map(\.name)
}

@Suite struct RankStaircaseTests {
  @Test func `the calibration's courses pass`() throws {
    #expect(try failures(table()) == [])
    let figure = RankStaircase.figures(of: table()).first
    #expect(figure?.panels.map(\.title) == ["xavier", "torch", "udi 10", "udi 25"])
  }

  @Test func `a rank that does not follow the loss is a miss`() throws {
    let wrong = trial("glorot_normal", last: [2, 29, 28], losses: falling)
    #expect(
      try failures(table(xavier: wrong)) == [
        "xavier: rank correlation of ε-rank and loss, worst seed"
      ])
  }

  @Test func `a rank that does not grow, or no more than the first layer's, is a miss`() throws {
    let flat = trial("glorot_normal", last: [2, 11, 16], losses: falling)
    #expect(try failures(table(xavier: flat)).count == 1)
    let early = trial("glorot_normal", first: [2, 11, 20], last: [2, 11, 29], losses: falling)
    #expect(try failures(table(xavier: early)).count == 1)
  }

  @Test func `a prepared layer that starts low or learns late is a miss`() throws {
    let low = trial("udi", last: [20, 33, 34], losses: [1, 0.005, 0.001])
    #expect(try failures(table(uniform: low)).count == 1)
    let late = trial("udi", last: [32, 33, 34], losses: falling)
    #expect(try failures(table(uniform: late)).count == 1)
    let never = trial("udi", last: [32, 33, 34], losses: [1, 1, 1])
    #expect(try failures(table(uniform: never)).count == 1)
  }

  @Test func `an error below its bound is a miss`() throws {
    let broken = trial("udi", last: [32, 33, 34], losses: [1, 0.005, 0.001], error: 0.39)
    #expect(try failures(table(uniform: broken)) == ["times that an error was below its bound"])
  }
}
